from accounts.templatetags.whole import whole


def test_dates_and_document_numbers_are_kept_whole_and_the_rest_escaped():
    text = "应报截止2017-11-20，<b>见 吉科协发学字〔2017〕1号；"
    text += "2017-11-21 00:00:00首次报送；到2018年2月1日24时"
    assert whole(text) == (
        '应报截止<span class="whole">2017-11-20</span>，&lt;b&gt;见 '
        '<span class="whole">吉科协发学字〔2017〕1号</span>；'
        '<span class="whole">2017-11-21 00:00:00</span>首次报送；到'
        '<span class="whole">2018年2月1日24时</span>'
    )
