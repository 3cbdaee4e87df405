from accounts.templatetags.whole import whole


def test_dates_and_document_numbers_are_kept_whole_and_the_rest_escaped():
    text = "应报截止2017-11-20，<b>见 吉科协发学字〔2017〕1号；2017-11-21 00:00:00首次报送"
    assert whole(text) == (
        '应报截止<span class="nowrap">2017-11-20</span>，&lt;b&gt;见 '
        '<span class="nowrap">吉科协发学字〔2017〕1号</span>；'
        '<span class="nowrap">2017-11-21 00:00:00</span>首次报送'
    )
