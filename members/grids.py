"""Tables 2 and 3 as grids: the directive gives labels and order; spans and widths are
reconstructed."""

from filings.papers.grid import Addition, Additions, Label, Row, Serial, Table, Value

SOCIETY_LINE = (Label("学会（盖章）："), Value("society", seal=True))
MONTH = "年   月"  # printed in an empty cell; a filled one reads 1980年5月

TABLE_2 = Table(
    name="table2",
    title="表2. 吉林省科协所属学会秘书处专兼职干部党员信息表",
    columns=(14, 20, 11, 16, 16, 23),
    each="cadres",
    line=SOCIETY_LINE,
    rows=(
        Row(
            13,
            (
                Label("姓名"),
                Value("cadres/*/name"),
                Label("性别"),
                Value("cadres/*/sex"),
                Label("出生日期"),
                Value("cadres/*/birth_month", blank=MONTH),
            ),
        ),
        Row(
            13,
            (
                Label("民族"),
                Value("cadres/*/ethnic_group"),
                Label("籍贯"),
                Value("cadres/*/native_place"),
                Label("入党日期"),
                Value("cadres/*/joined_party_on", blank=MONTH),
            ),
        ),
        Row(
            13,
            (
                Label("学历"),
                Value("cadres/*/education"),
                Label("学位"),
                Value("cadres/*/degree"),
                Label("技术职称"),
                Value("cadres/*/technical_title"),
            ),
        ),
        Row(
            13,
            (
                Label("工作单位"),
                Value("cadres/*/work_unit", colspan=3),
                Label("职务"),
                Value("cadres/*/post"),
            ),
        ),
        Row(
            13,
            (
                Label("手机号码"),
                Value("cadres/*/mobile", colspan=2),
                Label("电子邮箱"),
                Value("cadres/*/email", colspan=2),
            ),
        ),
        Row(
            13,
            (
                Label("人事档案所在单位", colspan=2),
                Value("cadres/*/personnel_file_unit", colspan=4),
            ),
        ),
        Row(
            13,
            (
                Label("党组织关系所在单位", colspan=2),
                Value("cadres/*/party_relation_unit", colspan=4),
            ),
        ),
    ),
    additions=(
        Additions(
            group="cadres",
            lead="cadres/*/name",
            cells=(
                Addition("党员类别", "cadres/*/party_status"),
                Addition("专职或兼职", "cadres/*/employment"),
            ),
        ),
        Additions(cells=(Addition("秘书处没有党员", "no_cadres", is_box=True),)),
    ),
)

TABLE_3 = Table(
    name="table3",
    title="表3. 吉林省科协所属学会理事会党员信息表",
    columns=(8, 14, 9, 18, 20, 31),
    line=SOCIETY_LINE,
    rows=(
        Row(
            11,
            (
                Label("序号"),
                Label("姓名"),
                Label("性别"),
                Label("学会职务"),
                Label("联系电话"),
                Label("党组织关系所在单位"),
            ),
            heads=True,
        ),
        Row(
            11,
            (
                Serial(),
                Value("council/*/name"),
                Value("council/*/sex"),
                Value("council/*/society_post"),
                Value("council/*/phone"),
                Value("council/*/party_relation_unit"),
            ),
            each="council",
            minimum=8,
        ),
    ),
    additions=(
        Additions(
            group="council",
            lead="council/*/name",
            cells=(Addition("党员类别", "council/*/party_status"),),
        ),
        Additions(cells=(Addition("理事会没有党员", "no_council_members", is_box=True),)),
    ),
)
