package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A tensor that a kernel makes without naming a device is on the CPU, wherever its inputs are; and
 * one that it makes of numbers, or reads, lets a GPU run dry.
 */
class FactoryCallsTest {
  /** Everything in ATen that makes a tensor from plain values; {@code …_like} is not among it. */
  private static final Pattern FACTORY =
      Pattern.compile(
          "\\btorch\\.(arange|as_tensor|empty|empty_strided|eye|from_file|full|linspace|logspace"
              + "|normal|ones|rand|randint|randn|randperm|range|scalar_tensor|tensor"
              + "|tril_indices|triu_indices|zeros|\\w+_window)\\(");

  private static final Pattern WAITING =
      Pattern.compile("\\btorch\\.(tensor|item|nonzero|masked_select|equal|is_nonzero)\\(");

  private static final Pattern DEFINITION = Pattern.compile("^\\s*def (\\w+)\\(");

  /** Functions that are called on the processor alone. */
  private static final Set<String> ON_THE_PROCESSOR =
      Set.of(
          "sample_rows",
          "sample_bags",
          "march_seen",
          "winograd_weight",
          "winograd_tile",
          "winograd_result");

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

  /**
   * {@code torch.tensor} makes its result on the host, and the copy of it waits for the device; a
   * number of a tensor in a condition or a formula waits too.
   */
  @TestFactory
  Stream<DynamicTest> waitsForNoDevice() throws IOException {
    return KernelSources.all().stream()
        .map(
            source ->
                DynamicTest.dynamicTest(
                    source.getFileName().toString(),
                    () -> assertThat(waiting(Files.readString(source))).isEmpty()));
  }

  @Test
  void seesWhatWaits() {
    assertThat(
            waiting(
                """
                def a(self, x: Tensor) -> Tensor:
                  return torch.mul(x, torch.tensor([1.], device=x.device))
                def b(self, x: Tensor) -> float:
                  # torch.item(x)
                  return float(torch.item(x)) + float(torch.size(x, 0))
                def c(self, x: Tensor) -> Tensor:
                  return torch.nonzero(x)
                """))
        .containsExactly("a: torch.tensor(", "b: torch.item(", "c: torch.nonzero(");
  }

  private static List<String> waiting(String source) {
    List<String> found = new ArrayList<>();
    String function = "";
    for (String line : source.replaceAll("#.*", "").split("\n")) {
      Matcher definition = DEFINITION.matcher(line);
      function = definition.find() ? definition.group(1) : function;
      Matcher call = WAITING.matcher(line);
      while (call.find() && !ON_THE_PROCESSOR.contains(function)) {
        found.add(function + ": " + call.group());
      }
    }
    return found;
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
