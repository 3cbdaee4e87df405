"""Forms of the account pages."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

from accounts.enums import NOTIFIED, Role


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不对。连续输错 5 次后，本账号在此处锁定 15 分钟。",
        "inactive": "这个账号还没有启用，或已停用。",
    }
    username = forms.CharField(
        label="用户名",
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(SetPasswordForm):
    """The first password of an invited account."""


class InviteForm(forms.Form):
    """A new account of staff or a leader; those of secretaries are invited at their society."""

    username = forms.SlugField(
        label="用户名", max_length=50, help_text="字母、数字、-、_，登录时使用。"
    )
    name = forms.CharField(label="姓名", max_length=50)
    role = forms.ChoiceField(
        label="角色",
        choices=[(role.value, role.label) for role in Role if role != Role.SECRETARY],
    )
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)


class EmailForm(forms.Form):
    """Where somebody's e-mails go, and of which kinds of notification."""

    email = forms.EmailField(label="电子邮箱", required=False, max_length=254)
    kinds = forms.MultipleChoiceField(
        label="同时发邮件的通知", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, user):
        kinds = NOTIFIED.get(user.role, ())
        chosen = [kind.value for kind in kinds if kind not in user.not_by_email]
        super().__init__(data, initial={"email": user.email, "kinds": chosen})
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds]
