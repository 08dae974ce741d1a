use std::path::Path;

use super::environment::{SETTINGS, variable};
use super::{Config, ConfigError, Overrides, ProxyHeader, SAMPLE};

/// The key of the witness in the vectors of C2SP's signed notes would be of another type; this one is computed.
fn witness_key() -> String {
    let signer = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let name = "witness.example.org/w1".parse().unwrap();
    let key = isoloir_board::keys::WitnessKey::new(name, signer.verifying_key().as_bytes());
    key.unwrap().to_string()
}

fn load(text: &str, environment: &[(&str, &str)], flags: Overrides) -> Result<Config, ConfigError> {
    let environment = environment.iter().map(|&(name, text)| (name.into(), text.into()));
    let file = Some((Path::new("board.toml"), text));
    Config::load(Path::new("/srv/vote"), file, environment, flags)
}

fn refused(text: &str, environment: &[(&str, &str)]) -> String {
    load(text, environment, Overrides::default()).unwrap_err().to_string()
}

/// The sample with its settings taken out of their comments, but for those that have no default.
fn spelled_out() -> String {
    let is_setting = |line: &str| line.contains(" = ") && !line.starts_with("# ");
    let settings = SAMPLE.lines().take_while(|line| *line != "#[tls]").map(|line| {
        let setting = line.strip_prefix('#').filter(|_| is_setting(line));
        setting.unwrap_or(line)
    });
    settings.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sample_shows_the_defaults_commented_out_and_spelled_out() {
    let default = Config::default().within(Path::new("/srv/vote"));
    for text in ["", SAMPLE, &spelled_out()] {
        assert_eq!(load(text, &[], Overrides::default()), Ok(default.clone()));
    }
}

#[test]
fn every_setting_stands_in_the_sample() {
    for (setting, _) in SETTINGS {
        let (_, name) = setting.rsplit_once('.').unwrap_or(("", setting));
        let is_shown = |line: &str| {
            let line = line.trim_start_matches('#');
            line.split(' ').next() == Some(name) || line == format!("[[{name}]]")
        };
        assert!(SAMPLE.lines().any(is_shown), "{setting}");
    }
    let shown = |line: &&str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
    let shown = SAMPLE.lines().filter(shown).count();
    // Two lines are headers, a witness has two lines where it has one variable, and the six of OpenID have none.
    assert_eq!(shown - 3 - 6, SETTINGS.len());
}

#[test]
fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
    let text = "listen = '127.0.0.1:1'\nmetrics = '127.0.0.1:9'\n[limits]\nconnections = 7\n";
    let environment =
        [("ISOLOIR_SERVE_LISTEN", "127.0.0.1:2"), ("ISOLOIR_SERVE_LIMITS_REQUESTS", "5")];
    let config = load(text, &environment, Overrides::default()).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.limits.connections.get(), 7);
    assert_eq!(config.limits.requests.get(), 5);
    let flags = Overrides { listen: Some(([127, 0, 0, 1], 3).into()), ..Overrides::default() };
    let config = load(text, &environment, flags).unwrap();
    assert_eq!((config.listen.port(), config.metrics.unwrap().port()), (3, 9));
}

#[test]
fn every_setting_can_be_given_by_a_variable() {
    let key = witness_key();
    let witness = format!("{key} https://witness.example.org");
    let value = |setting: &str| match setting {
        "database" => "postgres://vote:secret@db/vote".to_owned(),
        "listen" => "[::1]:443".into(),
        "address" => "https://vote.example.org/2027".into(),
        "zone" => "Europe/Paris".into(),
        "content" => "/srv/pictures".into(),
        "metrics" => "127.0.0.1:9100".into(),
        "trusted_proxies" => "10.0.0.0/8, ::1/128".into(),
        "proxy_header" => "forwarded".into(),
        "tls.certificate" => "site.pem".into(),
        "tls.key" => "/etc/site.key".into(),
        "witness" => witness.clone(),
        _ => "77".into(),
    };
    let given: Vec<_> = SETTINGS.iter().map(|(it, _)| (variable(it), value(it))).collect();
    let config = Config::load(Path::new("/srv/vote"), None, given, Overrides::default()).unwrap();
    assert_eq!(config.proxy_header, ProxyHeader::Forwarded);
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.tls.as_ref().unwrap().certificate, Path::new("/srv/vote/site.pem"));
    assert_eq!(config.tls.as_ref().unwrap().key, Path::new("/etc/site.key"));
    assert_eq!(config.witnesses[0].key.to_string(), key);
    // What no variable has changed still is what it was.
    let said = format!("{:?}", config.limits);
    assert_eq!(said.matches("77").count(), said.matches(':').count(), "{said}");
}

#[test]
fn an_unknown_setting_is_refused_with_its_line_and_those_that_there_are() {
    let said = refused("listen = '127.0.0.1:1'\nlisten_on = '127.0.0.1:2'\n", &[]);
    assert!(said.starts_with("board.toml:2: unknown field `listen_on`"), "{said}");
    assert!(said.contains("`trusted_proxies`"), "{said}");
    let said = refused("\n[limits]\nconnection = 3\n", &[]);
    assert!(said.starts_with("board.toml:3: ") && said.contains("`connections`"), "{said}");
    let said = refused("", &[("ISOLOIR_SERVE_LISTN", "127.0.0.1:2")]);
    assert!(said.contains("ISOLOIR_SERVE_LISTN ") && said.contains("_LISTEN,"), "{said}");
}

#[test]
fn a_value_of_the_wrong_kind_is_refused_where_it_stands() {
    let said = refused("\n\nlisten = 8080\n", &[]);
    assert!(said.starts_with("board.toml:3: "), "{said}");
    let said = refused("[limits]\nrequests = 0\n", &[]);
    assert!(said.starts_with("board.toml:2: ") && said.contains("nonzero"), "{said}");
    let said = refused("", &[("ISOLOIR_SERVE_LIMITS_REQUESTS", "many")]);
    assert!(said.contains("ISOLOIR_SERVE_LIMITS_REQUESTS"), "{said}");
    let said = refused("proxy_header = 'Via'", &[]);
    assert!(said.contains("`X-Forwarded-For`"), "{said}");
}

#[test]
fn a_password_is_never_said() {
    let url = "postgres://vote:pa55word@db/vote";
    let config = load(&format!("database = '{url}'"), &[], Overrides::default()).unwrap();
    assert_eq!(config.database.expose(), url);
    let errors = [
        refused("database = 'mysql://vote:pa55word@db'", &[]),
        refused(&format!("database = '{url}"), &[]),
        refused(&format!("database = ['{url}']"), &[]),
        refused(&format!("listen = '{url}'"), &[]),
        refused("", &[("ISOLOIR_SERVE_DATABASE", "mysql://vote:pa55word@db")]),
        refused("", &[("ISOLOIR_SERVE_LISTEN", url)]),
    ];
    for said in errors.into_iter().chain([format!("{config:?}")]) {
        assert!(!said.contains("pa55word"), "{said}");
    }
}

#[test]
fn a_relative_file_of_a_database_is_in_the_folder_of_the_board() {
    let within = |url: &str, folder: &str| {
        let url: super::DatabaseUrl = url.parse().unwrap();
        url.within(Path::new(folder)).expose().to_owned()
    };
    assert_eq!(within("sqlite:board.db", "/srv/vote"), "sqlite:/srv/vote/board.db");
    assert_eq!(within("sqlite://a/b.db?mode=ro", "x"), "sqlite:x/a/b.db?mode=ro");
    assert_eq!(within("sqlite:b.db", "/100% sure?"), "sqlite:/100%25 sure%3F/b.db");
    for same in ["sqlite:/var/b.db", "sqlite::memory:", "postgres://h/b"] {
        assert_eq!(within(same, "/srv"), same);
    }
}

#[test]
fn half_of_a_certificate_public_metrics_and_a_witness_twice_are_refused() {
    let said = refused("", &[("ISOLOIR_SERVE_TLS_KEY", "key.pem")]);
    assert!(said.contains("tls.certificate"), "{said}");
    let said = refused("[tls]\nkey = 'key.pem'", &[]);
    assert!(said.contains("missing field `certificate`"), "{said}");
    let said = refused("metrics = '127.0.0.1:8080'", &[]);
    assert!(said.contains("127.0.0.1:8080"), "{said}");
    let witness = format!("[[witness]]\nkey = '{}'\nurl = 'https://w.example'\n", witness_key());
    let said = refused(&witness.repeat(2), &[]);
    assert!(said.contains("witness.example.org/w1 is named twice"), "{said}");
    let said = refused(&witness.replace("https", "ftp"), &[]);
    assert!(said.starts_with("board.toml:3: ") && said.contains("https://"), "{said}");
}
