package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private final Gate gate = new Gate("studio.lan");

  private static Headers from(String host, String... more) {
    Headers headers = new Headers();
    headers.set("Host", host);
    for (int i = 0; i < more.length; i += 2) {
      headers.set(more[i], more[i + 1]);
    }
    return headers;
  }

  private Optional<Integer> status(String method, String path, Headers headers) {
    return gate.refusal(method, path, null, headers).map(Refusal::status);
  }

  private Optional<Integer> status(Headers headers) {
    return status("GET", gate.root() + "frame", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "localhost:9999", // forwarded to another port
        "LOCALHOST",
        "[::1]:80",
        "192.168.0.7:80",
        "studio.lan:80"
      })
  void answersUnderNumbersAndTheNamesThatItWasTold(String host) {
    assertThat(status(from(host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "evil.example:80:80",
        "[::1].evil.example",
        "",
        "null"
      })
  void refusesNamesThatAnotherSiteMayHavePointedHere(String host) {
    assertThat(status(from(host))).contains(Refusal.FORBIDDEN);
  }

  @Test
  void refusesARequestWithoutAName() {
    assertThat(status(new Headers())).contains(Refusal.FORBIDDEN);
  }

  @Test
  void refusesWhatAnotherSitesPageAsksFor() {
    String here = "127.0.0.1:80";
    assertThat(status(from(here, "Origin", "http://evil.example"))).contains(Refusal.FORBIDDEN);
    assertThat(status(from(here, "Origin", "null"))).contains(Refusal.FORBIDDEN);
    assertThat(status(from(here, "Origin", "http://127.0.0.1:81"))).contains(Refusal.FORBIDDEN);
    assertThat(status(from(here, "Origin", "http://" + here))).isEmpty();
    assertThat(status(from(here, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")))
        .contains(Refusal.FORBIDDEN);
    assertThat(status(from(here, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors")))
        .contains(Refusal.FORBIDDEN);
    assertThat(
            status(
                from(
                    here,
                    "Sec-Fetch-Site",
                    "cross-site",
                    "Sec-Fetch-Mode",
                    "navigate",
                    "Sec-Fetch-Dest",
                    "iframe")))
        .contains(Refusal.FORBIDDEN);
  }

  @Test
  void letsALinkLeadHereFromAnywhere() {
    assertThat(
            status(
                from(
                    "127.0.0.1:80",
                    "Sec-Fetch-Site",
                    "cross-site",
                    "Sec-Fetch-Mode",
                    "navigate",
                    "Sec-Fetch-Dest",
                    "document")))
        .isEmpty();
  }

  @Test
  void refusesWhoeverLacksTheKey() {
    Headers headers = from("localhost");
    String other = new Gate("localhost").root();
    assertThat(other).isNotEqualTo(gate.root()).hasSizeGreaterThan(20);
    for (String path : new String[] {"/", "", "/frame", "//frame", other, other + "frame"}) {
      assertThat(status("GET", path, headers)).as(path).contains(Refusal.FORBIDDEN);
    }
    String root = gate.root();
    assertThat(status("GET", root.substring(0, root.length() - 1), headers))
        .contains(Refusal.FORBIDDEN);
    assertThat(status("GET", root, headers)).isEmpty();
  }

  @Test
  void refusesBodiesOtherMethodsAndLongAddresses() {
    assertThat(status("POST", gate.root(), from("localhost"))).contains(Refusal.METHOD);
    assertThat(status(from("localhost", "Content-Length", "5"))).contains(Refusal.TOO_LARGE);
    assertThat(status(from("localhost", "Transfer-Encoding", "chunked")))
        .contains(Refusal.TOO_LARGE);
    assertThat(status("GET", gate.root() + "x".repeat(1000), from("localhost")))
        .contains(Refusal.TOO_LONG);
  }
}
