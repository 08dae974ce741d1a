use std::fmt;
use std::process::ExitCode;

use anyhow::anyhow;

/// Why a command ends without success; the kind decides the exit code.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An election did not come out as it must.
    Mismatch(anyhow::Error),
    /// The input can't be used.
    Input(anyhow::Error),
    /// The system failed.
    System(anyhow::Error),
    /// The user interrupted it; the text says how to go on.
    Interrupted(String),
}

impl Failure {
    pub(crate) fn mismatch(error: impl Into<anyhow::Error>) -> Self {
        Self::Mismatch(error.into())
    }

    pub(crate) fn input(error: impl Into<anyhow::Error>) -> Self {
        Self::Input(error.into())
    }

    pub(crate) fn system(error: impl Into<anyhow::Error>) -> Self {
        Self::System(error.into())
    }

    /// The same, with what to do about it at the end.
    pub(crate) fn advise(self, advice: &str) -> Self {
        let add = |error: anyhow::Error| anyhow!("{error:#}. {advice}");
        match self {
            Self::Mismatch(error) => Self::Mismatch(add(error)),
            Self::Input(error) => Self::Input(add(error)),
            Self::System(error) => Self::System(add(error)),
            Self::Interrupted(text) => Self::Interrupted(format!("{text}. {advice}")),
        }
    }

    /// The same, with where it is at the beginning.
    pub(crate) fn at(self, place: &str) -> Self {
        let add = |error: anyhow::Error| anyhow!("{place}: {error:#}");
        match self {
            Self::Mismatch(error) => Self::Mismatch(add(error)),
            Self::Input(error) => Self::Input(add(error)),
            Self::System(error) => Self::System(add(error)),
            Self::Interrupted(text) => Self::Interrupted(text),
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Mismatch(_) => 1,
            Self::Input(_) => 2,
            Self::System(_) => 3,
            Self::Interrupted(_) => 130,
        }
        .into()
    }
}

/// The whole chain of causes, in one line.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch(error) | Self::Input(error) | Self::System(error) => {
                write!(f, "{error:#}")
            }
            Self::Interrupted(text) => f.write_str(text),
        }
    }
}
