use std::process::Command;

use crate::postgres;

/// Networks of the test's own: one in which the database is and through which all go, and one for each replica. The test is
/// on an edge of the first.
///
/// ```text
/// test 10.213.255.2 ── hub (database 10.213.0.1) ── 10.213.N.2 replica N
/// ```
pub(crate) struct Network {
    prefix: String,
    replicas: u8,
}

/// Where the database is.
pub(crate) const DATABASE: &str = "10.213.0.1";

impl Network {
    /// None where networks can't be made: what a test shows of them is then not shown. CI must show it.
    pub(crate) fn build(replicas: u8) -> Option<Self> {
        let network = Self { prefix: format!("iso{}", std::process::id() % 100_000), replicas };
        if !run("ip", &format!("netns add {}", network.hub())) {
            let is_ci = std::env::var_os("CI").is_some();
            assert!(
                !is_ci,
                "network namespaces can't be made: run as root, with iproute2 installed"
            );
            eprintln!("NOT TESTED: network namespaces can't be made (run as root, with iproute2)");
            return None;
        }
        network.join(&network.hub(), None, 255);
        network.within_hub(&format!("addr add {DATABASE}/32 dev lo"));
        network.within_hub("link set lo up");
        let forward = format!("netns exec {} sysctl -qw net.ipv4.ip_forward=1", network.hub());
        assert!(run("ip", &forward));
        for number in 1..=replicas {
            assert!(run("ip", &format!("netns add {}", network.replica(number))));
            network.join(&network.hub(), Some(&network.replica(number)), number);
        }
        Some(network)
    }

    /// The place of the database.
    pub(crate) fn of_database(&self) -> postgres::Network {
        postgres::Network {
            namespace: Some(self.hub()),
            host: DATABASE.into(),
            clients: "10.213.0.0/16".into(),
        }
    }

    /// Where a replica listens.
    pub(crate) fn address(number: u8) -> String {
        format!("10.213.{number}.2:8080")
    }

    /// The same command, in the network of a replica.
    pub(crate) fn enter(&self, number: u8, command: &Command) -> Command {
        let mut entered = Command::new("ip");
        entered.args(["netns", "exec", &self.replica(number)]).arg(command.get_program());
        entered.args(command.get_args());
        entered.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        entered
    }

    /// From now on nothing from the database reaches a replica, which is told nothing of it. Others reach both.
    pub(crate) fn cut(&self, number: u8) {
        self.within_hub(&format!("rule add from {DATABASE} to 10.213.{number}.2 blackhole"));
    }

    /// As before.
    pub(crate) fn mend(&self, number: u8) {
        self.within_hub(&format!("rule del from {DATABASE} to 10.213.{number}.2 blackhole"));
    }

    /// A cable from the hub: to a namespace, or to that of the test.
    fn join(&self, hub: &str, other: Option<&str>, number: u8) {
        let [inner, outer] = ["h", "r"].map(|end| format!("{}{end}{number}", self.prefix));
        let place = other.map_or_else(String::new, |other| format!("netns {other}"));
        let words = format!("link add {inner} netns {hub} type veth peer name {outer} {place}");
        assert!(run("ip", words.trim()));
        self.within_hub(&format!("addr add 10.213.{number}.1/24 dev {inner}"));
        self.within_hub(&format!("link set {inner} up"));
        let at = other.map_or_else(String::new, |other| format!("-n {other} "));
        assert!(run("ip", &format!("{at}addr add 10.213.{number}.2/24 dev {outer}")));
        assert!(run("ip", &format!("{at}link set {outer} up")));
        assert!(run("ip", &format!("{at}route add 10.213.0.0/16 via 10.213.{number}.1")));
    }

    fn within_hub(&self, words: &str) {
        assert!(run("ip", &format!("-n {} {words}", self.hub())), "{words}");
    }

    fn hub(&self) -> String {
        format!("{}hub", self.prefix)
    }

    fn replica(&self, number: u8) -> String {
        format!("{}r{number}", self.prefix)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // The cables go with them.
        run("ip", &format!("netns del {}", self.hub()));
        (1..=self.replicas).for_each(|number| {
            run("ip", &format!("netns del {}", self.replica(number)));
        });
    }
}

fn run(program: &str, words: &str) -> bool {
    Command::new(program).args(words.split(' ')).status().is_ok_and(|status| status.success())
}
