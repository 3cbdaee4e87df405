from playwright.sync_api import expect


def test_password_is_shown_and_hidden_again(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    password = page.get_by_label("密码")
    password.fill("partyreg-2017")
    page.get_by_role("button", name="显示").click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="隐藏").click()
    expect(password).to_have_attribute("type", "password")
    expect(password).to_have_value("partyreg-2017")


def test_sign_in_page_is_accessible_and_fits(page, live_server, width, axe):
    page.goto(f"{live_server.url}/accounts/login/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
