"""Forms of the account pages."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm


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
