"""What `article.toml` may hold: a text sentence by sentence, each statement with its room and its test, or a reason."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["test", "testimony", "belief", "not_public", "context"]
Comparison = Literal["above", "below", "near"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Test(_Strict):
    comparison: Comparison = Field(alias="is")
    value: float
    within: float = Field(0.02, ge=0)
    """For `near`: how far off, as a part of the value."""
    says: str = ""
    """For what a statement leaves out: the words that are printed then."""


class PublishedTest(_Test):
    """The sum of evidence rows, or their share of the sum of others."""

    on: Literal["published"]
    rows: tuple[str, ...] = Field(min_length=1)
    of: tuple[str, ...] = ()


class QuantityTest(_Test):
    """Draws of a quantity at coordinates, or their share of another; see `answers.answer.Lead`."""

    on: Literal["quantity"]
    quantity: str
    at: dict[str, str]
    of: str = ""
    of_at: dict[str, str] = {}


class CauseTest(_Test):
    """The share that parts make of the change of log arrivals between two years."""

    on: Literal["cause"]
    parts: tuple[str, ...] = Field(min_length=1)
    change: str


TestSetting = Annotated[PublishedTest | QuantityTest | CauseTest, Field(discriminator="on")]


class StatementSetting(_Strict):
    """A statement of the text in the pack's own words. A sentence that bundles several has parts."""

    paragraph: int = Field(ge=1)
    sentence: int = Field(ge=1)
    part: str = ""
    says: str = Field(min_length=1)
    room: str = ""
    kind: Kind
    reason: str = ""
    rows: tuple[str, ...] = ()
    """Rows or sources of the evidence on either side."""
    press: bool = False
    """True where the statement rests on a report that was read only through press: it is never contradicted."""
    tests: tuple[TestSetting, ...] = ()
    leaves_out: tuple[TestSetting, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands: paragraph.sentence and part."""
        return f"{self.paragraph}.{self.sentence}{self.part}"

    @model_validator(mode="after")
    def _whole(self) -> StatementSetting:
        if (self.kind == "test") != bool(self.tests):
            raise ValueError("tests belong to statements of the kind `test`, and only to them")
        if self.kind not in ("test", "testimony", "belief") and not self.reason:
            raise ValueError("a statement that is not tested needs a reason")
        if any(not test.says for test in self.leaves_out):
            raise ValueError("what a statement leaves out needs words (`says`)")
        return self


class ArticleSetting(_Strict):
    """The text: where it was published, how many sentences each paragraph has, and its statements."""

    source: str
    paragraphs: tuple[int, ...] = Field(min_length=1)
    statements: tuple[StatementSetting, ...] = Field(min_length=1)
