package dev.triptych.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.images.Png;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ViewServerTest {
  private static final FakeStudio STUDIO =
      new FakeStudio(FakeStudio.portrait("e", "</script><b>elf"));
  private static ViewServer server;
  private static URI url;

  /** As it came, byte by byte. */
  private record Response(int status, List<String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  @BeforeAll
  static void serve() throws IOException {
    server = ViewServer.bind(InetAddress.getLoopbackAddress(), "localhost", 0);
    server.serve(STUDIO, 2);
    url = URI.create(server.url());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static Response get(String path, String... headers) throws IOException {
    return ask("GET", url.getRawPath() + path, "localhost", headers);
  }

  private static Response ask(String method, String path, String host, String... headers)
      throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
      request.append("Host: ").append(host).append("\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      String text = all.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      List<String> head = List.of(text.substring(0, end).split("\r\n"));
      byte[] body = Arrays.copyOfRange(all.toByteArray(), end + 4, all.size());
      return new Response(Integer.parseInt(head.get(0).split(" ")[1]), head, body);
    }
  }

  @Test
  void servesAPageThatRunsNothingButItsOwn() throws IOException {
    Response page = get("");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("a &lt;b&gt;bold&lt;/b&gt; experiment", "\\u003c/script>\\u003cb>elf")
        .doesNotContain("<b>bold", "<b>elf", "src=\"http", "href=\"http", "@import");
    assertThat(page.headers())
        .contains("X-frame-options: DENY", "Cache-control: no-store")
        .anyMatch(
            header ->
                header.startsWith(
                    "Content-security-policy: default-src 'none'; script-src 'nonce-"));
  }

  @Test
  void paintsWhatIsAskedFor() throws IOException {
    Response frame = get("frame?exhibit=e&pitch=-28&yaw=-56&look=depth");
    assertThat(frame.status()).as(frame.text()).isEqualTo(200);
    assertThat(frame.headers()).contains("Triptych-width: " + FakeStudio.SIZE);
    assertThat(frame.body()).hasSize(4 * FakeStudio.SIZE * FakeStudio.SIZE);
    assertThat(Arrays.copyOf(frame.body(), 4)).containsExactly(100, 100, 50, -1);

    Response picture = get("picture?exhibit=e&pitch=-28&yaw=-56&look=depth");
    assertThat(picture.headers()).contains("Content-type: image/png");
    assertThat(Png.decode(picture.body()).orElseThrow().getRGB(3, 3)).isEqualTo(0xff646432);
  }

  @Test
  void makesMeshesBesideThePictures() throws IOException {
    STUDIO.meshes.countDown();
    Response mesh = get("mesh?exhibit=e");
    assertThat(mesh.headers()).contains("Content-type: model/gltf-binary");
    assertThat(mesh.text()).startsWith("glTF");
    assertThat(get("mesh?exhibit=e&share=200").status()).isEqualTo(400);
  }

  @Test
  void saysWhatIsWrongWithARequest() throws IOException {
    assertThat(get("frame?exhibit=orc").status()).isEqualTo(404);
    assertThat(get("frame?exhibit=orc").text()).contains("no such head");
    assertThat(get("frame?exhibit=e&yaw=NaN").status()).isEqualTo(400);
    assertThat(get("frame?exhibit=e&yaw=NaN").text())
        .contains("yaw must be a number between -180.0 and 180.0");
    Response broken = get("frame?exhibit=" + FakeStudio.BROKEN);
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.text()).contains("the brush broke");
  }

  @Test
  void noPathLeadsOutOfIt() throws IOException {
    for (String path :
        List.of(
            "../", "..%2f..%2fetc/passwd", "etc/passwd", "frame/../../x", "%2e%2e/", "frame/")) {
      assertThat(get(path).status()).as(path).isIn(403, 404);
    }
    assertThat(ask("GET", "/", "localhost").status()).isEqualTo(403);
    assertThat(ask("GET", "/etc/passwd", "localhost").status()).isEqualTo(403);
  }

  @Test
  void refusesOthersBeforeAnythingIsPainted() throws IOException {
    int painted = STUDIO.asked.size();
    String frame = url.getRawPath() + "frame?exhibit=e";
    assertThat(ask("GET", frame, "evil.example").status()).isEqualTo(403);
    assertThat(get("frame?exhibit=e", "Origin: http://evil.example").status()).isEqualTo(403);
    assertThat(ask("POST", frame, "localhost", "Content-Length: 0").status()).isEqualTo(405);
    assertThat(STUDIO.asked).hasSize(painted);
  }

  @Test
  void aPortIsServedOnce() {
    assertThatThrownBy(
            () -> ViewServer.bind(InetAddress.getLoopbackAddress(), "localhost", url.getPort()))
        .isInstanceOf(BindException.class);
  }
}
