package dev.triptych.cli.progress;

import dev.triptych.cli.console.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar for the launch and one for each running portrait, redrawn in place. */
final class BarView implements ProgressView {
  private static final int STEPS = 1000;
  private static final int NEVER = Integer.MAX_VALUE; // bars are drawn when they are told to

  private final PrintWriter out;
  private final int width;
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
  private final Map<String, String> lines = new ConcurrentHashMap<>(); // the library has a thread
  private List<String> notes = List.of();
  private volatile Optional<Duration> remaining = Optional.empty();
  private int drawn;

  BarView(Console console) {
    this.out = console.err();
    this.width = console.width();
  }

  @Override
  public void show(Overview overview, Optional<Duration> remaining) {
    this.remaining = remaining;
    this.notes = overview.notes();
    Set<String> shown = new HashSet<>();
    for (Overview.Task task : overview.tasks()) {
      shown.add(task.name());
      step(task.name(), task.fraction(), task.step());
    }
    String units = overview.done() + "/" + overview.total() + " " + overview.unit();
    String failed = overview.failed() > 0 ? ", " + overview.failed() + " failed" : "";
    for (String name : List.copyOf(bars.keySet())) {
      if (!shown.contains(name) && !name.isEmpty()) {
        remove(name);
      }
    }
    step("", overview.fraction(), units + failed);
    draw();
  }

  private void step(String name, double fraction, String message) {
    ProgressBar bar = bars.computeIfAbsent(name, this::bar);
    bar.stepTo(Math.round(STEPS * fraction));
    bar.setExtraMessage(message);
    bar.refresh();
  }

  private ProgressBar bar(String name) {
    boolean whole = name.isEmpty();
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(whole ? "Run" : name)
            .setInitialMax(STEPS)
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .setUpdateIntervalMillis(NEVER)
            .continuousUpdate() // when told to, even if nothing has moved
            .setConsumer(
                new DelegatingProgressBarConsumer(line -> lines.put(name, line), width - 1))
            .setEtaFunction(state -> remaining);
    return (whole ? builder : builder.hideEta()).build();
  }

  private void remove(String name) {
    ProgressBar bar = bars.remove(name);
    if (bar != null) {
      bar.close();
    }
    lines.remove(name);
  }

  private void draw() {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\033[").append(drawn).append('A');
    }
    List<String> now = new ArrayList<>();
    bars.keySet().stream().filter(name -> !name.isEmpty()).forEach(name -> add(name, now));
    notes.forEach(note -> now.add(fitting(note)));
    add("", now); // the launch's bar is the last
    now.forEach(line -> text.append("\r\033[2K").append(line).append('\n'));
    text.append("\033[J");
    drawn = now.size();
    out.print(text);
    out.flush();
  }

  /** A line that wrapped would be counted as one when the cursor goes up again. */
  private String fitting(String note) {
    int longest = Math.max(1, width - 1);
    return note.codePointCount(0, note.length()) <= longest
        ? note
        : note.substring(0, note.offsetByCodePoints(0, longest - 1)) + "…";
  }

  private void add(String name, List<String> to) {
    String line = lines.get(name);
    if (line != null) {
      to.add(line);
    }
  }

  @Override
  public void close() {
    List.copyOf(bars.keySet()).forEach(this::remove);
    if (drawn > 0) {
      out.print("\033[" + drawn + "A\r\033[J");
      out.flush();
    }
    drawn = 0;
  }
}
