"""Why a file is not read, and what its sender can do."""

SAVE_AS = "请用 WPS 或 Office 打开，另存为 .xlsx 或 .docx 后再上传。"


class Refused(Exception):
    """A file that is not read: `reason` says what it is, `advice` what to do."""

    def __init__(self, reason: str, advice: str = SAVE_AS):
        self.reason, self.advice = reason, advice
        super().__init__(reason + advice)


def damaged(what: str) -> Refused:
    return Refused(
        f"这个{what}文件打不开，可能已经损坏或没有传完。",
        "请在电脑上确认能打开，另存为 .xlsx 或 .docx 后再上传。",
    )


def too_large(what: str) -> Refused:
    return Refused(
        f"文件{what}，不像填好的表。", "请去掉图片和多余的空白行、工作表，" + SAVE_AS[1:]
    )
