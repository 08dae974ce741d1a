/// Makes the enum and the id of each message in the files.
macro_rules! messages {
    ($($name:ident = $id:literal,)*) => {
        /// A message that every language has. The files say which arguments it takes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Message {
            $($name,)*
        }

        impl Message {
            /// All messages. Only tests name it, so that the compiler reports a message that nobody says.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What the files call it.
            pub(crate) fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

messages! {
    // Amounts in sentences.
    Votes = "votes",
    Points = "points",
    // The page.
    LanguageName = "language-name",
    LanguageChoice = "language-choice",
    PageTitle = "page-title",
    PageKind = "page-kind",
    Period = "period",
    DistrictsHeading = "districts-heading",
    DistrictLine = "district-line",
    DistrictLineBelowFloor = "district-line-below-floor",
    // A district.
    Reference = "reference",
    Summary = "summary",
    Ballots = "ballots",
    BallotsApart = "ballots-apart",
    BallotsRecorded = "ballots-recorded",
    Credentials = "credentials",
    BelowFloor = "below-floor",
    WinnersHeading = "winners-heading",
    WinnersNone = "winners-none",
    Winner = "winner",
    WinnerInPart = "winner-in-part",
    MoneyHeading = "money-heading",
    MoneyTitle = "money-title",
    MoneyDesc = "money-desc",
    MoneyDescAdded = "money-desc-added",
    MoneyBudget = "money-budget",
    MoneySpent = "money-spent",
    MoneyLeft = "money-left",
    MoneyAdded = "money-added",
    VotesHeading = "votes-heading",
    PointsHeading = "points-heading",
    ChartDesc = "chart-desc",
    LegendFunded = "legend-funded",
    LegendNotFunded = "legend-not-funded",
    LegendPaper = "legend-paper",
    Withdrawn = "withdrawn",
    TableOpen = "table-open",
    TableCaption = "table-caption",
    ColumnProject = "column-project",
    ColumnElectronic = "column-electronic",
    ColumnPaper = "column-paper",
    ColumnVotes = "column-votes",
    ColumnPoints = "column-points",
    ColumnCost = "column-cost",
    ColumnOutcome = "column-outcome",
    ColumnAmount = "column-amount",
    OutcomeFunded = "outcome-funded",
    OutcomeNotFunded = "outcome-not-funded",
    // How the winners were chosen.
    RoundsHeading = "rounds-heading",
    RoundsOpen = "rounds-open",
    RuleName = "rule-name",
    RuleGreedy = "rule-greedy",
    RuleGreedyNoSkip = "rule-greedy-no-skip",
    RuleGreedyCustom = "rule-greedy-custom",
    RuleGreedyExclusive = "rule-greedy-exclusive",
    RuleOptimal = "rule-optimal",
    RulePerUnit = "rule-per-unit",
    Threshold = "threshold",
    ThresholdUnit = "threshold-unit",
    TiesListed = "ties-listed",
    TiesLot = "ties-lot",
    TiesRedraw = "ties-redraw",
    TiesEqual = "ties-equal",
    TiesOpen = "ties-open",
    RoundFunded = "round-funded",
    RoundException = "round-exception",
    RoundBestSet = "round-best-set",
    RoundDoesNotFit = "round-does-not-fit",
    RoundEnds = "round-ends",
    RoundAfterTheEnd = "round-after-the-end",
    RoundExcluded = "round-excluded",
    RoundNotInBestSet = "round-not-in-best-set",
    RoundBelowThreshold = "round-below-threshold",
    RoundWithdrawn = "round-withdrawn",
    RoundUnitFunded = "round-unit-funded",
    RoundUnitInPart = "round-unit-in-part",
    RoundUnitNothingLeft = "round-unit-nothing-left",
    RoundUnitBelowThreshold = "round-unit-below-threshold",
    // Check it yourself.
    VerifyHeading = "verify-heading",
    VerifyWhy = "verify-why",
    VerifyWhat = "verify-what",
    VerifyCompare = "verify-compare",
    ElectionId = "election-id",
    Fingerprint = "fingerprint",
    Secrecy = "secrecy",
    MadeBy = "made-by",
    // A registrar's letter.
    LettersTitle = "letters-title",
    LetterNumber = "letter-number",
    LetterWhat = "letter-what",
    LetterTerm = "letter-term",
    LetterDistricts = "letter-districts",
    LetterMoreDistricts = "letter-more-districts",
    LetterCode = "letter-code",
    LetterTyping = "letter-typing",
    LetterQr = "letter-qr",
    LetterQrPage = "letter-qr-page",
    LetterQrCode = "letter-qr-code",
    LetterSteps = "letter-steps",
    LetterStepOpen = "letter-step-open",
    LetterStepFind = "letter-step-find",
    LetterStepChoose = "letter-step-choose",
    LetterStepCode = "letter-step-code",
    LetterStepCast = "letter-step-cast",
    LetterProgram = "letter-program",
    LetterSecret = "letter-secret",
    LetterSecretWhy = "letter-secret-why",
    LetterLost = "letter-lost",
    LetterLostTown = "letter-lost-town",
    LetterCheck = "letter-check",
    LetterCheckHow = "letter-check-how",
    LetterElection = "letter-election",
    LetterPage = "letter-page",
    // A notice that a ballot was recorded.
    NoticeGreeting = "notice-greeting",
    NoticeRecorded = "notice-recorded",
    NoticeDistrict = "notice-district",
    NoticeBefore = "notice-before",
    NoticeTracker = "notice-tracker",
    NoticeYou = "notice-you",
    NoticeNotYou = "notice-not-you",
    NoticeNotYouTown = "notice-not-you-town",
    NoticeSecret = "notice-secret",
}
