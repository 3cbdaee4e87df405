"""注 1–4 below Table 3, in the directive's words with the cycle's own dates and contacts."""


def notes_below(kind, cycle) -> list[str]:
    """The notes where the tables of a kind are the directive's; none below others."""
    return notes(cycle) if kind.posts_tables else []


def notes(cycle) -> list[str]:
    """The texts of notes 1 to 4, without their numbers."""
    contacts = "\n".join(f"{row['name']} {row['phone']}" for row in cycle.contacts)
    email = f"\n电子邮箱：{cycle.email}" if cycle.email else ""
    return [
        f"{cycle.deadline:%Y年%-m月%-d日}前完成建立党组织、党建工作台账工作并报送省科协。",
        f"学会党组织建立工作和党建工作台账建立工作将作为{cycle.year}年学会评价工作的重要依据"
        f"和{cycle.inspection_year}年学会年检、学会换届、项目申报的重要考察内容。",
        "未如期完成的学会将予以通报批评，且不能参与评优，年检视为不合格，换届暂缓，"
        "不能申报承担省科协项目。",
        f"联系人：{contacts}{email}",
    ]


def printed(notes) -> str:
    """All notes in one text: together they are known as what the form itself prints."""
    numbered = (f"{number}. {text}" for number, text in enumerate(notes, 1))
    return "注：\n" + "\n".join(numbered)
