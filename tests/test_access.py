"""Who may enter where: every URL × every role, with own and foreign objects. A new URL without a
row fails.

A row gives for each visitor the outcome after redirects: `in` led to the sign-in page, `ok`, or the
status. Visitors, in the order of the columns: nobody, the society's secretary, another society's
secretary, reviewer, committee, liaison officer, leader, administrator.
"""

import copy
import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts import clock
from accounts.actions import audit, invite
from accounts.enums import AuditAction, Role
from accounts.models import ApiToken
from filings import actions, comments, staff_actions
from filings.attachments import add_attachment
from filings.documents import empty_document
from filings.enums import LoadedState
from filings.file_actions import keep_upload
from filings.mailbox import actions as mailbox_actions
from filings.models import Book, Cycle, Filing, Version
from filings.papers.reading import FileReading
from ledger.inspection.actions import confirm, document_of, give_notice
from ledger.inspection.attaching import attach_pdf
from ledger.inspection.models import Circular
from ledger.inspection.proposing import open_inspection
from members.models import Person, Post
from partyorgs.actions import assign_liaison_officer
from partyorgs.models import PartyOrganization, SocietyFigures
from societies.enums import BodyKind
from societies.models import PartyBody, PartyBodyName, Society
from tests.factories import (
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    claimed,
    pdf,
    picture,
    secretary_of,
    submitted,
    typed,
)
from tests.inspection.people import failed, proposal_of
from tests.kinds import COMMITTEE_PLAIN
from tests.responses import finish

pytestmark = pytest.mark.django_db
VISITORS = "nobody secretary stranger reviewer committee officer leader administrator".split()
ENTERING = "secretary reviewer committee administrator".split()

# URL name, method, object, outcomes. An asterisk is the file that the secretary sent for the draft.
TABLE = """
home                            get  -          in  ok  ok  ok  ok  ok  ok  ok
home:policy                     get  -          ok  ok  ok  ok  ok  ok  ok  ok
accounts:login                  get  -          in  ok  ok  ok  ok  ok  ok  ok
accounts:logout                 post -          in  in  in  in  in  in  in  in
accounts:invitation             get  token      ok  ok  ok  ok  ok  ok  ok  ok
accounts:notice                 get  -          in  ok  ok  ok  ok  ok  ok  ok
societies:team                  get  -          in  ok  ok  403 403 403 403 403
societies:invite                get  slug       in  ok  404 403 403 403 403 403
societies:hand_over             post slug       in  ok  404 403 403 403 403 403
api_standing                    get  slug       401 401 401 401 401 401 401 401
healthz                         get  -          ok  ok  ok  ok  ok  ok  ok  ok
readyz                          get  -          ok  ok  ok  ok  ok  ok  ok  ok
notifications:list              get  -          in  ok  ok  ok  ok  ok  ok  ok
notifications:read_all          post -          in  ok  ok  ok  ok  ok  ok  ok
notifications:read              post notification          in  ok  404 404 404 404 404 404
notifications:preferences       post -          in  ok  ok  ok  ok  ok  ok  ok
filings:list                    get  -          in  ok  ok  403 403 403 403 403
filings:start                   post society    in  ok  ok  403 403 403 403 403
filings:overview                get  draft      in  ok  404 404 404 404 404 404
filings:overview                get  submitted  in  ok  404 403 403 404 404 403
filings:section                 get  draft/table1       in ok 404 404 404 404 404 404
filings:section                 get  returned/table3    in ok 404 403 403 404 404 403
filings:section                 get  draft/nonsense     in 404 404 404 404 404 404 404
filings:check                   get  draft      in  ok  404 404 404 404 404 404
filings:submit                  post draft      in  422 404 404 404 404 404 404
filings:withdraw                post submitted  in  ok  404 403 403 404 404 403
filings:receipt                 get  submitted  in  ok  404 403 403 404 404 403
filings:version                 get  submitted/1        in ok 404 403 403 404 404 403
filings:paper                   get  submitted/1/xlsx   in ok 404 403 403 404 404 403
filings:paper                   get  submitted/9/xlsx   in 404 404 403 403 404 404 403
filings:draft_paper             get  draft/xlsx in  ok  404 404 404 404 404 404
filings:blank                   get  registration/xlsx  in ok ok  ok  ok  403 403 ok
filings:attach                  post submitted  in  ok  404 403 403 404 404 403
filings:attachment              get  submitted/scan  in  ok  404 403 403 404 404 403
filings:attachment              get  claimed/scan    in  404 404 403 403 404 404 403
filings:take_back               post submitted/scan  in  ok  404 403 403 404 404 403
filings:comment                 post submitted  in  ok  404 403 403 404 404 403
filings:reply                   post claimed/1  in  ok  404 403 403 404 404 403
filings:reply                   post claimed/9  in  404 404 403 403 404 404 403
filings:add_row                 post draft/table3/council   in ok 404 404 404 404 404 404
filings:autosave                post draft      in  ok  404 404 404 404 404 404
filings:upload                  get  draft      in  ok  404 404 404 404 404 404
filings:upload                  get  returned   in  ok  404 403 403 404 404 403
filings:upload                  post draft      in  422 404 404 404 404 404 404
filings:compare                 get  draft/*      in ok 404 404 404 404 404 404
filings:compare                 get  returned/*   in 404 404 403 403 404 404 403
filings:take                    post draft/*      in 422 404 404 404 404 404 404
filings:drop                    post draft/*      in ok 404 404 404 404 404 404
filings:paste_rows              post draft/table3/council     in ok 404 404 404 404 404 404
filings:comment                 post submitted  in  ok  404 403 403 404 404 403
filings:reply                   post claimed/1  in  ok  404 403 403 404 404 403
filings:forget_unplaced         post draft/table3/council     in ok 404 404 404 404 404 404
filings:remove_row              post draft/table3/council/x   in ok 404 404 404 404 404 404
filings:restore_row             post draft/table3/council/x   in ok 404 404 404 404 404 404
filings:duplicate_row           post draft/table3/council/x   in ok 404 404 404 404 404 404
filings:move_row_up             post draft/table3/council/x   in ok 404 404 404 404 404 404
filings:move_row_down           post draft/table3/council/x   in ok 404 404 404 404 404 404
coverage:overview               get  -          in  403 403 ok  ok  403 ok  ok
coverage:list                   get  -          in  403 403 ok  ok  403 ok  ok
coverage:parts                  get  ?by=discipline        in  403 403 ok  ok  403 ok  ok
coverage:people                 get  -          in  403 403 ok  ok  403 ok  ok
coverage:people_list            get  ?by=sex         in  403 403 ok  ok  403 ok  ok
coverage:export                 post -          in  403 403 ok  ok  403 ok  ok
coverage:ledger                 post -          in  403 403 ok  ok  403 ok  ok
coverage:brief                  get  -          in  403 403 ok  ok  403 ok  ok
inspection:latest               get  -          in  ok  ok  ok  ok  403 ok  ok
inspection:evaluate             post -          in  403 403 422 403 403 403 403
inspection:own                  get  -          in  ok  ok  403 403 403 403 403
inspection:overview             get  2017       in  403 403 ok  ok  403 ok  ok
inspection:society              get  2017/told  in  ok  404 ok  ok  404 ok  ok
inspection:notice_paper         get  2017/told/docx in ok 404 ok ok 404 ok  ok
inspection:standing             get  told       in  ok  404 ok  ok  404 ok  ok
inspection:awards               get  -          in  403 403 ok  ok  403 403 ok
inspection:awards_export        post -          in  403 403 ok  ok  403 403 ok
inspection:evaluation           post 2017       in  403 403 ok  ok  403 403 ok
inspection:bulk_confirm         get  2017       in  403 403 ok  403 403 403 403
inspection:bulk_notices         get  2017       in  403 403 ok  403 403 403 403
inspection:circular             get  2017       in  403 403 403 ok  403 403 403
inspection:circular_preview     post 2017       in  403 403 403 422 403 403 403
inspection:circular_paper       get  circular/docx  in ok ok ok ok 404 ok   ok
inspection:confirm              post 2017/told  in  403 404 422 403 404 403 403
inspection:notify               post 2017/told  in  403 404 422 403 404 403 403
inspection:decide               post 2017/told  in  403 404 403 422 404 403 403
inspection:lift                 post 2017/told  in  403 404 403 ok  404 403 403
inspection:reopen               post 2017/told  in  403 404 422 422 404 403 403
inspection:drop                 post 2017/told  in  403 404 ok  ok  404 403 403
inspection:document             get  signed     in  ok  404 ok  ok  404 ok  ok
inspection:attach_pdf           post 2017/judged/result_document in 403 404 ok ok 404 403 403
admin:index                     get  -          in  403 403 ok  ok  403 403 ok
admin:login                     get  -          in  403 403 403 403 403 403 403
admin:logout                    post -          in  403 403 in  in  403 403 in
admin:password_change           get  -          in  403 403 ok  ok  403 403 ok
admin:password_change_done      get  -          in  403 403 ok  ok  403 403 ok
admin:autocomplete              get  -          in  403 403 403 403 403 403 403
admin:jsi18n                    get  -          in  403 403 ok  ok  403 403 ok
admin:view_on_site              get  person     in  403 403 404 404 403 403 404
admin:app_list                  get  filings    in  403 403 ok  ok  403 403 ok
admin:filings_filing_changelist get  -          in  403 403 ok  ok  403 403 ok
admin:filings_filing_change     get  submitted  in  403 403 ok  ok  403 403 ok
admin:filings_filing_change     get  draft      in  403 403 404 404 403 403 404
admin:filings_filing_reveal     post submitted  in  403 403 ok  ok  403 403 ok
admin:filings_filing_reveal     post draft      in  403 403 404 404 403 403 404
admin:filings_filing_paper      post submitted/1/xlsx   in 403 403 ok ok 403 403 ok
admin:filings_filing_paper      post draft/1/xlsx       in 403 403 404 404 403 403 404
admin:filings_filing_attachment post submitted/scan     in 403 403 ok ok 403 403 ok
admin:filings_filing_attachment post claimed/scan       in 403 403 404 404 403 403 404
admin:filings_filing_claim      post submitted  in  403 403 ok  403 403 403 403
admin:filings_filing_claim      post draft      in  403 403 404 404 403 403 404
admin:filings_filing_release    post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_return     post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_approve    post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_refuse     post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_enter      get  -          in  403 403 ok  ok  403 403 403
admin:filings_filing_enter_begin post obligation in 403 403 ok  ok  403 403 403
admin:filings_filing_change     get  paper      in  403 403 404 404 403 403 404
filings:overview                get  paper      in  ok  404 ok  404 404 404 404
filings:section                 get  paper/table1       in ok 404 ok  404 404 404 404
filings:check                   get  paper      in  ok  404 ok  404 404 404 404
filings:submit                  post paper      in  422 404 422 404 404 404 404
filings:autosave                post paper      in  ok  404 409 404 404 404 404
filings:add_row                 post paper/table3/council    in ok 404 409 404 404 404 404
filings:upload                  get  paper      in  ok  404 ok  404 404 404 404
filings:receipt                 get  paper_submitted    in ok 404 ok  403 404 404 403
filings:section                 get  paper_submitted/table1  in ok 404 ok  403 404 404 403
admin:filings_filing_change     get  paper_submitted    in 403 403 ok ok 403 403 ok
admin:filings_filing_bulk       get  -          in  403 403 ok  ok  403 403 403
admin:filings_filing_originals  get  -          in  403 403 ok  ok  403 403 403
admin:filings_filing_books      get  -          in  403 403 ok  ok  403 403 ok
admin:filings_filing_make_book  post -          in  403 403 ok  ok  403 403 ok
admin:filings_filing_book       post book       in  403 403 ok  ok  403 403 ok
admin:filings_filing_original   post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_original   post draft      in  403 403 404 404 403 403 404
admin:filings_filing_original_undo post claimed in  403 403 ok  403 403 403 403
admin:filings_filing_original_undo post draft   in  403 403 404 404 403 403 404
admin:filings_filing_previous   get  submitted  in  403 403 ok  ok  403 403 ok
admin:filings_filing_previous   get  draft      in  403 403 404 404 403 403 404
admin:filings_filing_force_release post claimed in  403 403 403 403 403 403 ok
admin:filings_filing_undo       post returned   in  403 403 ok  403 403 403 403
admin:filings_filing_correct    post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_comment    post claimed    in  403 403 ok  403 403 403 403
admin:filings_filing_comment_answer  post claimed/1 in 403 403 ok 403 403 403 403
admin:filings_filing_comment_resolve post claimed/1 in 403 403 ok 403 403 403 403
admin:filings_filing_comment_reopen  post claimed/1 in 403 403 ok 403 403 403 403
admin:filings_filing_comment_reopen  post claimed/9 in 403 403 404 403 403 403 403
admin:filings_filing_source     post sourced    in  403 403 ok  ok  403 403 ok
admin:filings_filing_source     post claimed    in  403 403 404 404 403 403 404
admin:filings_mailbox_changelist get -          in  403 403 ok  403 403 403 403
admin:filings_mailbox_change    get  mailbox    in  403 403 ok  403 403 403 403
admin:filings_mailbox_confirm   post mailbox    in  403 403 ok  403 403 403 403
admin:filings_mailbox_go_on     post mailbox    in  403 403 ok  403 403 403 403
admin:filings_mailbox_report    post mailbox    in  403 403 ok  403 403 403 403
admin:filings_mailbox_file      get  mailbox/1  in  403 403 ok  403 403 403 403
admin:filings_mailbox_file      get  mailbox/9  in  403 403 404 403 403 403 403
admin:filings_mailbox_answer    post mailbox/1  in  403 403 ok  403 403 403 403
admin:filings_mailbox_draft     post mailbox/1  in  403 403 ok  403 403 403 403
admin:filings_mailbox_set_aside post mailbox/1  in  403 403 ok  403 403 403 403
admin:filings_mailbox_source    post mailbox/1  in  403 403 ok  403 403 403 403
admin:accounts_user_invite      get  -          in  403 403 403 403 403 403 ok
admin:accounts_user_renew       post account    in  403 403 403 403 403 403 ok
admin:accounts_user_revoke      post account    in  403 403 403 403 403 403 ok
admin:accounts_apitoken_revoke  post accounts_apitoken in 403 403 403 403 403 403 ok
admin:societies_society_invite  get  society    in  403 403 403 403 403 403 ok
admin:societies_society_enter   get  -          in  403 403 403 403 403 403 ok
admin:societies_society_edit    get  society    in  403 403 403 403 403 403 ok
admin:societies_society_rename  get  society    in  403 403 403 403 403 403 ok
admin:societies_society_admit   get  society    in  403 403 403 403 403 403 ok
admin:societies_society_leave   get  society    in  403 403 403 403 403 403 ok
admin:societies_society_term    get  society    in  403 403 403 403 403 403 ok
admin:societies_society_import_upload   get  -  in  403 403 403 403 403 403 ok
admin:societies_society_import_template get  -  in  403 403 403 403 403 403 ok
admin:societies_society_import_check    get  -  in  403 403 403 403 403 403 ok
admin:societies_society_import_errors   post -  in  403 403 403 403 403 403 ok
admin:societies_society_import_confirm  post -  in  403 403 403 403 403 403 ok
admin:societies_society_invite_list     get  -  in  403 403 403 403 403 403 ok
admin:societies_society_links           post -  in  403 403 403 403 403 403 ok
admin:societies_supportunit_enter   get  -      in  403 403 403 403 403 403 ok
admin:societies_supportunit_edit    get  societies_supportunit in 403 403 403 403 403 403 ok
admin:societies_supportunit_rename  get  societies_supportunit in 403 403 403 403 403 403 ok
admin:societies_supportunit_reveal  post societies_supportunit in 403 403 ok ok 403 403 ok
admin:societies_partybody_enter     get  -      in  403 403 403 403 403 403 ok
admin:societies_partybody_edit      get  societies_partybody in 403 403 403 403 403 403 ok
admin:societies_partybody_rename    get  societies_partybody in 403 403 403 403 403 403 ok
admin:filings_cycle_enter       get  -          in  403 403 403 403 403 403 ok
admin:filings_cycle_edit        get  filings_cycle in 403 403 403 403 403 403 ok
admin:inspection_inspection_edit get inspection_inspection in 403 403 403 403 403 403 ok
admin:filings_cycle_open        get  filings_cycle in 403 403 403 403 403 403 ok
admin:filings_extension_grant   get  -          in  403 403 403 ok  403 403 403
admin:members_person_reveal     post person     in  403 403 ok  ok  403 403 ok
admin:partyorgs_liaisonassignment_reveal post liaison in 403 403 ok ok 403 403 ok
admin:partyorgs_liaisonassignment_assign get -  in  403 403 403 ok  403 403 403
admin:partyorgs_liaisonassignment_assign_many get - in 403 403 403 ok 403 403 403
admin:partyorgs_liaisonassignment_end get liaison in 403 403 403 ok 403 403 403
"""

# Models that stand in the admin as Django's own lists and forms: who looks, who adds.
STAFF = {"reviewer", "committee", "administrator"}
MODELS = {
    "accounts_user": ({"administrator"}, set()),
    "accounts_auditrecord": ({"administrator"}, set()),
    "accounts_apitoken": ({"administrator"}, set()),
    "societies_society": (STAFF, set()),
    "societies_supportunit": (STAFF, set()),
    "societies_partybody": (STAFF, set()),
    "filings_cycle": (STAFF, set()),
    "inspection_inspection": (STAFF, set()),
    "filings_obligation": (STAFF, set()),
    "filings_extension": (STAFF, set()),
    "members_person": (STAFF, set()),
    "members_post": (STAFF, set()),
    "partyorgs_partyorganization": (STAFF, set()),
    "partyorgs_societyfigures": (STAFF, set()),
    "partyorgs_liaisonassignment": (STAFF, set()),
}
# The catch-all of the admin, and its redirect from an object's bare address to its form.
UNNAMED = {"admin/(?P<url>.*)$"}


@pytest.fixture
def world():
    """One society with everything, the people who may visit, and objects by the table's names."""
    assert COMMITTEE_PLAIN.decides == Role.COMMITTEE  # with it the committee has a desk
    society = SocietyFactory()
    secretary = secretary_of(society)
    people = {
        "secretary": secretary,
        "stranger": secretary_of(SocietyFactory()),
        "reviewer": UserFactory(role=Role.REVIEWER),
        "committee": UserFactory(role=Role.COMMITTEE),
        "officer": UserFactory(role=Role.LIAISON_OFFICER),
        "leader": UserFactory(role=Role.LEADER),
        "administrator": UserFactory(role=Role.ADMINISTRATOR),
    }

    def filing(make, **kwargs):
        made = make(SocietyFactory(), **kwargs) if make is not claimed else claimed(**kwargs)
        made.society.accounts.update(user=secretary)
        return made

    returned = filing(claimed, by=people["reviewer"])
    actions.return_filing(
        returned.pk, by=people["reviewer"], version=1, reason="unclear", text="请改"
    )
    approved = approve(by=UserFactory(role=Role.REVIEWER))
    account, token = invite(username="invited", name="受邀人", role=Role.SECRETARY)
    body = PartyBody.objects.create(kind=BodyKind.COMMITTEE)
    PartyBodyName.objects.create(body=body, name="省科技社团党委")
    objects = {
        "society": society,
        "slug": society.slug,
        "registration": "registration",
        "draft": filing(FilingFactory),
        "submitted": filing(submitted),
        "claimed": filing(claimed, by=people["reviewer"]),
        "returned": returned,
        "account": account,
        "token": token,
        "person": Person.objects.first(),
        "liaison": assign_liaison_officer(
            society,
            by=people["committee"],
            officer_name="何志远",
            officer_unit="吉林省科学技术协会",
            on=approved.cycle.opens_on,
        ),
        "accounts_user": account,
        "accounts_apitoken": ApiToken.objects.create(name="年检系统", token_hash="0" * 64),
        "accounts_auditrecord": audit(AuditAction.SIGN_IN, by=secretary),
        "societies_society": society,
        "societies_supportunit": society.support_unit,
        "societies_partybody": body,
        "notification": secretary.notifications.first(),
        "filings_cycle": approved.cycle,
        "inspection_inspection": open_inspection(approved.cycle),
        "filings_obligation": approved.obligation,
        "members_person": Person.objects.first(),
        "members_post": Post.objects.first(),
        "partyorgs_partyorganization": PartyOrganization.objects.first(),
        "partyorgs_societyfigures": SocietyFigures.objects.first(),
    }
    objects["filings_extension"] = staff_actions.extend(
        approved.cycle,
        Society.objects.filter(pk=approved.society_id),
        until=approved.cycle.goal_date,
        reason="防疫",
        by=people["committee"],
    )
    objects["partyorgs_liaisonassignment"] = objects["liaison"]
    Cycle.objects.update(stamped_scan="approval")
    objects["mailbox"], objects["sourced"] = loaded_mailbox(approved, by=people["reviewer"])
    scan = add_attachment(
        objects["submitted"].pk, by=secretary, name="盖章.png", data=picture(), purpose="stamped"
    )
    objects["scan"] = str(scan.pk)
    objects["book"] = Book.objects.create(
        cycle=approved.cycle,
        versions=[],
        by=people["reviewer"],
        at=clock.now(),
        finished_at=clock.now(),
        file=scan.file.name,
    )

    objects |= {"2017": "2017", "told": "told", "circular": inspected(approved.cycle, people)}
    objects |= {"judged": "judged", **signed(approved.cycle, people)}
    objects["obligation"] = ObligationFactory(society=society)
    for name in ("paper", "paper_submitted"):
        objects[name] = paper = typed(SocietyFactory(), by=people["reviewer"])
        secretary_of(paper.society)
        paper.society.accounts.update(user=secretary)
    actions.submit(paper.pk, by=people["reviewer"])
    comments.add_comment(objects["claimed"].pk, by=people["reviewer"], path="place", text="请核对")
    kept = keep_upload(
        objects["draft"],
        FileReading(empty_document([]), {}),
        by=secretary,
        name="表.xlsx",
        sha256="0" * 64,
    )
    objects["*"] = str(kept.pk)
    return people, objects


def inspected(cycle, people) -> Circular:
    """A society of the secretary that was given notice; a circular."""
    told = SocietyFactory(slug="told")
    told.accounts.create(user=people["secretary"])
    proposal = proposal_of(open_inspection(cycle), told, "failed", [])
    letter = {"number": "吉科协告字〔2017〕1号", "dated": clock.today(), "facts": "没有报送。"}
    give_notice(proposal.pk, by=people["reviewer"], reason="注3", **letter)
    return Circular.objects.create(
        inspection=proposal.inspection,
        document=document_of("吉科协通字〔2017〕1号", clock.today()),
        title="通报",
        opening="经检查：",
        closing="予以通报。",
        issued_by=people["committee"],
        issued_at=clock.now(),
    )


def signed(cycle, people) -> dict:
    """A society of the secretary with a signed result, and the PDF of its document."""
    judged = SocietyFactory(slug="judged")
    judged.accounts.create(user=people["secretary"])
    proposal = proposal_of(open_inspection(cycle), judged, "passed", failed())
    letter = {"number": "吉科协决字〔2017〕1号", "dated": clock.today()}
    document = confirm(proposal.pk, by=people["reviewer"], **letter).document
    kept = attach_pdf(document.pk, by=people["reviewer"], data=pdf())
    return {"result_document": str(document.pk), "signed": kept}


def loaded_mailbox(filing, *, by):
    """One file that cannot be read, and one from which a filing was made."""
    mailbox = mailbox_actions.load(
        [("说明.txt", io.BytesIO(b"hello"))],
        kind="registration",
        cycle=filing.cycle,
        by=by,
        name="说明.txt",
    )
    mailbox_actions.work.call(mailbox.pk)
    file = mailbox.files.get()
    file.pk, file.number, file.state = None, 2, LoadedState.CONFIRMED
    file.filing, file.confirmed_by = filing, by
    file.save()
    return mailbox, filing


def outcome(client, method, url, data=None) -> str:
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url, data or {}, follow=True)
        finish(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    last = response.redirect_chain[-1][0] if response.redirect_chain else url
    if last.startswith("/accounts/login/") or (
        not response.redirect_chain and url == "/accounts/login/"
    ):
        return "in"
    return "ok" if response.status_code == 200 else str(response.status_code)


def outcomes(clients, method, url, data=None) -> str:
    """As in a row of the table, one word a visitor."""
    return " ".join(outcome(client, method, url, data) for client in clients.values())


@pytest.fixture
def clients(world):
    """Of all visitors. On PostgreSQL of those who between them enter every page: its doors are
    the same, only what they ask the database for could differ."""
    people, _ = world
    made = {visitor: Client() for visitor in VISITORS}
    for visitor, user in people.items():
        made[visitor].force_login(user)
    if connection.vendor == "postgresql":
        return {visitor: made[visitor] for visitor in ENTERING}
    return made


def of_visitors(clients, found: dict) -> str:
    return " ".join(found[visitor] for visitor in clients)


def table_rows():
    for line in TABLE.strip().splitlines():
        name, method, thing, *expected = line.split()
        yield name, method, thing, expected


def address(name, thing, objects) -> tuple[str, dict]:
    """The URL of a row, and what its POST needs to be about that object."""
    if thing == "-":
        return reverse("home:home" if name == "home" else name), {}
    if thing.startswith("?"):
        return reverse(name) + thing, {}
    first, *rest = (objects["*"] if part == "*" else part for part in thing.split("/"))
    if name == "admin:app_list":
        return reverse(name, args=[thing]), {}
    if name == "admin:view_on_site":
        kind = ContentType.objects.get_for_model(Person)
        return reverse(name, args=[kind.pk, objects["person"].pk]), {}
    target = objects[first]
    if name == "admin:filings_filing_enter_begin":
        return reverse(name), {"obligation": target.pk}
    if name == "filings:start":
        return reverse(name), {"society": target.pk, "cycle": objects["filings_cycle"].pk}
    key = target if isinstance(target, str) else target.pk
    rest = [objects.get(part, part) for part in rest]
    data = {}
    if isinstance(target, Filing):
        data = {
            "version": Version.objects.filter(filing=target).count(),
            "revision": 0,
            "account": target.society.accounts.get().user_id,
        }
    return reverse(name, args=[key, *rest]), data


def test_url_lets_in_whom_the_table_says(world, clients):
    _, objects = world
    wrong = []
    for name, method, thing, expected in table_rows():
        url, data = address(name, thing, objects)
        found = outcomes(clients, method, url, data)
        if found != of_visitors(clients, dict(zip(VISITORS, expected, strict=True))):
            wrong.append(f"{name} {thing}: {found}")
    assert not wrong, "\n".join(wrong)


def test_model_of_the_admin_lets_in_whom_the_table_says(world, clients):
    _, objects = world
    wrong = []
    for model, (viewers, editors) in MODELS.items():
        for page, allowed in (
            ("changelist", viewers),
            ("change", viewers),
            ("history", viewers),
            ("add", editors),
            ("delete", set()),
        ):
            args = [] if page in ("changelist", "add") else [objects[model].pk]
            url = reverse(f"admin:{model}_{page}", args=args)
            found = outcomes(clients, "get", url)
            expected = dict.fromkeys(VISITORS, "403") | {"nobody": "in"}
            if found != of_visitors(clients, expected | dict.fromkeys(allowed, "ok")):
                wrong.append(f"{url}: {found}")
    assert not wrong, "\n".join(wrong)


def all_urls(resolver=None, prefix="", namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, f"{namespace}{pattern.name}" if pattern.name else None
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_urls(pattern, route, inner)


def test_every_url_has_a_row():
    known = {name for name, *_ in table_rows()} | {"home:home"}
    known |= {
        f"admin:{model}_{page}"
        for model in MODELS
        for page in ("changelist", "change", "history", "add", "delete")
    }
    missing = {
        name or route
        for route, name in all_urls()
        if name not in known and route not in UNNAMED and not route.endswith("<path:object_id>/")
    }
    assert not missing
