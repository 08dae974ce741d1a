/// Makes the enum and the id of each message in the files.
macro_rules! messages {
    ($($name:ident = $id:literal,)*) => {
        /// A message that every language has. The files say which arguments it takes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::officials) enum Message {
            $($name,)*
        }

        impl Message {
            /// All messages. Only tests name it, so that the compiler reports a message that nobody says.
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What the files call it.
            pub(super) fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

messages! {
    // How this language writes numbers and times.
    Count = "count",
    Day = "day",
    Date = "date",
    Moment = "moment",
    WithinADay = "within-a-day",
    OverDays = "over-days",
    // Every page.
    LanguageName = "language-name",
    LanguageChoice = "language-choice",
    Skip = "skip",
    PageKind = "page-kind",
    PageTitle = "page-title",
    NoElection = "no-election",
    Menu = "menu",
    MenuStatus = "menu-status",
    MenuTurnout = "menu-turnout",
    MenuCeremony = "menu-ceremony",
    MenuAlerts = "menu-alerts",
    LogOut = "log-out",
    LoggedInAs = "logged-in-as",
    LoggedInByProvider = "logged-in-by-provider",
    AsOf = "as-of",
    RefreshBegin = "refresh-begin",
    RefreshEnd = "refresh-end",
    Privacy = "privacy",
    // Logging in.
    LogInHeading = "log-in-heading",
    LogInKeyHeading = "log-in-key-heading",
    LogInKeyEmpty = "log-in-key-empty",
    LogInKeyStepRun = "log-in-key-step-run",
    LogInKeyStepPaste = "log-in-key-step-paste",
    LogInAnswer = "log-in-answer",
    LogInButton = "log-in-button",
    LogInBeware = "log-in-beware",
    LogInProviderHeading = "log-in-provider-heading",
    LogInProvider = "log-in-provider",
    LogInFailed = "log-in-failed",
    LogInUnreadable = "log-in-unreadable",
    LogInStale = "log-in-stale",
    LogInStranger = "log-in-stranger",
    LogInElsewhere = "log-in-elsewhere",
    OpenIdStale = "openid-stale",
    OpenIdStranger = "openid-stranger",
    OpenIdFailed = "openid-failed",
    LoggedIn = "logged-in",
    GoOn = "go-on",
    // Where the election stands.
    StatusHeading = "status-heading",
    StageSetup = "stage-setup",
    StageVoting = "stage-voting",
    StageClosed = "stage-closed",
    StageDecided = "stage-decided",
    StatusEmpty = "status-empty",
    NextHeading = "next-heading",
    NextNothing = "next-nothing",
    NextWait = "next-wait",
    StepPublishAgain = "step-publish-again",
    StepCommit = "step-commit",
    StepOpenRound = "step-open-round",
    StepDeal = "step-deal",
    StepConfirm = "step-confirm",
    StepHoldAgain = "step-hold-again",
    StepHoldAgainWithout = "step-hold-again-without",
    StepEnrol = "step-enrol",
    StepMatchRolls = "step-match-rolls",
    StepOpen = "step-open",
    StepClose = "step-close",
    StepState = "step-state",
    StepSetAside = "step-set-aside",
    StepDecrypt = "step-decrypt",
    StepPublish = "step-publish",
    TimesHeading = "times-heading",
    Opens = "opens",
    Closes = "closes",
    Complaints = "complaints",
    IdentityHeading = "identity-heading",
    ElectionId = "election-id",
    Fingerprint = "fingerprint",
    Entries = "entries",
    // Turnout.
    TurnoutHeading = "turnout-heading",
    TurnoutWhat = "turnout-what",
    TurnoutNotYet = "turnout-not-yet",
    TurnoutUnreadable = "turnout-unreadable",
    DistrictsCaption = "districts-caption",
    ColumnDistrict = "column-district",
    ColumnRoll = "column-roll",
    ColumnBallots = "column-ballots",
    AllDistricts = "all-districts",
    HoursHeading = "hours-heading",
    HoursNone = "hours-none",
    HoursScale = "hours-scale",
    HoursDesc = "hours-desc",
    HoursEarlier = "hours-earlier",
    HoursFloor = "hours-floor",
    HoursTable = "hours-table",
    HoursCaption = "hours-caption",
    ColumnTime = "column-time",
    Few = "few",
    // The trustees.
    CeremonyHeading = "ceremony-heading",
    CeremonyWhat = "ceremony-what",
    KeysHeading = "keys-heading",
    KeysCaption = "keys-caption",
    KeysFailed = "keys-failed",
    KeysFailedBy = "keys-failed-by",
    KeysComplete = "keys-complete",
    KeysNoComplaint = "keys-no-complaint",
    ColumnTrustee = "column-trustee",
    RoundCommit = "round-commit",
    RoundOpen = "round-open",
    RoundDeal = "round-deal",
    RoundConfirm = "round-confirm",
    PartDone = "part-done",
    PartAwaited = "part-awaited",
    PartLater = "part-later",
    TallyHeading = "tally-heading",
    TallyNotYet = "tally-not-yet",
    TallyWhat = "tally-what",
    TallyCaption = "tally-caption",
    ColumnStatement = "column-statement",
    ColumnDecrypted = "column-decrypted",
    PartMissing = "part-missing",
    Decrypted = "decrypted",
    DecryptedWrong = "decrypted-wrong",
    // Alerts.
    AlertsHeading = "alerts-heading",
    AlertsWhat = "alerts-what",
    AlertsNone = "alerts-none",
    AlertBurst = "alert-burst",
    AlertSilence = "alert-silence",
    AlertCrowd = "alert-crowd",
    AlertsHowHeading = "alerts-how-heading",
    AlertsHowBurst = "alerts-how-burst",
    AlertsHowSilence = "alerts-how-silence",
    AlertsHowCrowd = "alerts-how-crowd",
}
