package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A tensor that a kernel makes without naming a device is on the CPU, wherever its inputs are. */
class FactoryCallsTest {
  /** Everything in ATen that makes a tensor from plain values; {@code …_like} is not among it. */
  private static final Pattern FACTORY =
      Pattern.compile(
          "\\btorch\\.(arange|as_tensor|empty|empty_strided|eye|from_file|full|linspace|logspace"
              + "|normal|ones|rand|randint|randn|randperm|range|scalar_tensor|tensor"
              + "|tril_indices|triu_indices|zeros|\\w+_window)\\(");

  private static final Pattern DEVICE = Pattern.compile("\\bdevice=[\\w.\\[\\]]+\\.device\\b");

  @TestFactory
  Stream<DynamicTest> namesTheDeviceOfAnInput() throws IOException {
    List<Path> sources = KernelSources.all();
    assertThat(sources).hasSizeGreaterThan(KernelSources.own().size());
    return sources.stream()
        .map(
            source ->
                DynamicTest.dynamicTest(
                    source.getFileName().toString(),
                    () -> assertThat(withoutDevice(Files.readString(source))).isEmpty()));
  }

  @Test
  void seesAnyFactoryWithoutADeviceOfItsOwn() {
    assertThat(
            withoutDevice(
                """
                a = torch.eye(3)
                b = torch.cat([torch.zeros([x.size(0)],
                  dtype=6), torch.ones([2], device=x.device)])
                c = torch.full([1], float(torch.size(torch.rand([2], device=x.device), 0)))
                d = torch.hann_window(4, device="cpu")
                # torch.randn([2])
                e = torch.zeros_like(x) + torch.arange(2, dtype=6, device=xs[0].device)
                """))
        .containsExactly(
            "torch.eye(3)",
            "torch.zeros([x.size(0)],\n  dtype=6)",
            "torch.full([1], float(torch.size(torch.rand([2], device=x.device), 0)))",
            "torch.hann_window(4, device=\"cpu\")");
  }

  private static List<String> withoutDevice(String source) {
    String code = source.replaceAll("#.*", "");
    List<String> calls = new ArrayList<>();
    Matcher factory = FACTORY.matcher(code);
    while (factory.find()) {
      int end = closing(code, factory.end());
      if (!DEVICE.matcher(outermost(code.substring(factory.end(), end))).find()) {
        calls.add(code.substring(factory.start(), end + 1));
      }
    }
    return calls;
  }

  /** Where the bracket that was opened before {@code from} is closed. */
  private static int closing(String code, int from) {
    int depth = 1;
    for (int i = from; i < code.length(); i++) {
      depth += step(code.charAt(i));
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a call is not closed: " + code.substring(from));
  }

  /** Arguments without those of calls within them. */
  private static String outermost(String arguments) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (char c : arguments.toCharArray()) {
      depth += step(c);
      if (depth == 0) {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static int step(char c) {
    return c == '(' ? 1 : c == ')' ? -1 : 0;
  }
}
