use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_election::definition::{
    Definition, DefinitionParts, District, DistrictParts, Limit, Party, Project, Ties,
};

/// What kind of election a test needs.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) title: &'static str,
    pub(crate) officials: u8,
    pub(crate) registrars: u8,
    pub(crate) trustees: u8,
    pub(crate) threshold: u8,
    /// Residents of each district.
    pub(crate) voters: usize,
    pub(crate) districts: Vec<DistrictParts>,
}

/// Two districts with different styles, 2 registrars, 2 of 3 trustees, 4 residents each.
impl Default for Plan {
    fn default() -> Self {
        Self {
            title: "Budget 2026",
            officials: 2,
            registrars: 2,
            trustees: 3,
            threshold: 2,
            voters: 4,
            districts: vec![north(), south()],
        }
    }
}

impl Plan {
    pub(crate) fn districts(&self) -> Vec<District> {
        self.districts.iter().cloned().map(|parts| District::new(parts).unwrap()).collect()
    }

    pub(crate) fn definition_parts(&self) -> DefinitionParts {
        let parties = |count, role: u8, name: &str| {
            (0..count).map(|number| party(&format!("{name} {number}"), role, number)).collect()
        };
        let board = LogSigner::new("example.org/board".parse().unwrap(), signing_key(9, 0));
        DefinitionParts {
            title: self.title.into(),
            currency: "EUR".into(),
            decimals: 0,
            opens: 1_000,
            closes: 2_000,
            complaints: 3_000,
            board: board.unwrap().key().clone(),
            witnesses: Vec::new(),
            witness_quorum: 0,
            officials: parties(self.officials, 1, "Official"),
            registrars: parties(self.registrars, 2, "Registrar"),
            trustees: parties(self.trustees, 3, "Trustee"),
            threshold: self.threshold,
            districts: self.districts().iter().map(District::digest).collect(),
            page: None,
        }
    }

    pub(crate) fn definition(&self) -> Definition {
        Definition::new(self.definition_parts()).unwrap()
    }
}

/// The key of member `number` of a role.
pub(crate) fn signing_key(role: u8, number: u8) -> SigningKey {
    let mut secret = [role; 32];
    secret[0] = number;
    SigningKey::from_bytes(&secret)
}

pub(crate) fn party(name: &str, role: u8, number: u8) -> Party {
    Party { name: name.into(), key: signing_key(role, number).verifying_key() }
}

/// Three projects, a budget and at most two choices; takes ballots on paper.
pub(crate) fn north() -> DistrictParts {
    DistrictParts {
        limits: vec![Limit::spend_at_most(400), Limit::choose_at_most(2)],
        floor: 2,
        paper_floor: 2,
        ..DistrictParts::new("North", 400, projects(&[100, 200, 300]))
    }
}

/// Two projects, any choice; no ballots on paper.
fn south() -> DistrictParts {
    DistrictParts {
        ties: Ties::Listed(vec![1, 0]),
        floor: 2,
        ..DistrictParts::new("South", 100, projects(&[60, 60]))
    }
}

/// Projects with these costs.
pub(crate) fn projects(costs: &[u64]) -> Vec<Project> {
    let project = |(number, &cost)| Project {
        id: format!("P{number}"),
        name: format!("Project {number}"),
        cost,
    };
    costs.iter().enumerate().map(project).collect()
}
