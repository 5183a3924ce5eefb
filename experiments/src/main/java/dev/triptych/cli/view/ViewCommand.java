package dev.triptych.cli.view;

import ai.djl.Device;
import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.cli.launch.PriorsOfRun;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.models.mesh.HeadMesh;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych view [RUN]}. */
@Command(
    name = "view",
    description = {
      "Turn a run's portraits under the mouse, each picture rendered as you go.",
      "Serves a page on this machine until Ctrl-C."
    })
public final class ViewCommand implements Callable<Integer> {
  private static final int MOST_PAINTERS = 4;
  private static final int PAINTERS_ON_A_GPU = 2; // one prepares while the other's kernels run

  /** Where the page is served. */
  static final class Port extends WholeNumber {
    Port() {
      super(0, 65_535);
    }
  }

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;
  @Mixin private DeviceOptions device;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.class,
      description = "Of the page; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Of this machine, to serve the page on; 0.0.0.0 for all (default: loopback, which nobody"
              + " else reaches).")
  private @Nullable String host;

  @Option(names = "--no-open", description = "Print the page's address and open no browser.")
  private boolean noOpen;

  public ViewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    Gallery gallery = gallery(store, entry);
    PriorsOfRun.check(entry, store);
    Device where = device.devicesWithWarning(console).get(0);
    CountDownLatch stopped = new CountDownLatch(1);
    ViewServer server = bind();
    try {
      Torch.start();
      RunStudio studio =
          new RunStudio(
              store,
              entry,
              gallery,
              InstalledPriors.in(store.local()).folder(),
              where,
              HeadMesh.RESOLUTION);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, studio, stopped)));
      server.serve(studio, painters(where));
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    tell(entry, gallery, server.url());
    stopped.await();
    return ExitCode.OK;
  }

  private void end(ViewServer server, RunStudio studio, CountDownLatch stopped) {
    server.close();
    studio.close();
    console.err().println("\nStopped.");
    console.err().flush();
    stopped.countDown();
  }

  private static int painters(Device device) {
    return device.isGpu()
        ? PAINTERS_ON_A_GPU
        : Math.min(MOST_PAINTERS, Runtime.getRuntime().availableProcessors());
  }

  private static Gallery gallery(ArtifactStore store, RunEntry entry) {
    Gallery gallery = Gallery.of(store, entry.run());
    if (gallery.exhibits().isEmpty()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " has no portrait to look at; its state is "
              + entry.state().slug()
              + ". See how far it is: triptych status "
              + entry.run()
              + "; go on with it: triptych resume "
              + entry.run());
    }
    return gallery;
  }

  private ViewServer bind() {
    InetAddress address = address();
    try {
      return ViewServer.bind(address, host == null ? "localhost" : host, port);
    } catch (IOException e) {
      throw UserError.surroundings(
          "The page cannot be served on port "
              + port
              + " of "
              + address.getHostAddress()
              + ": "
              + (e instanceof BindException ? "it is taken, or no address of this machine" : e)
              + ". Choose another with --port, or 0 for a free one.");
    }
  }

  private InetAddress address() {
    if (host == null) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw UserError.usage(
          "The page cannot be served on \""
              + host
              + "\": it is no address of this machine. Give one with --host, or 0.0.0.0 for all.");
    }
  }

  private void tell(RunEntry entry, Gallery gallery, String url) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("run", entry.run());
      json.put("url", url);
      json.put("exhibits", gallery.exhibits());
      json.put("unfinished", gallery.unfinished());
      console.json(json);
      console.out().flush();
      return;
    }
    boolean opened = !noOpen && console.terminal() && WebBrowser.open(url, console.environment());
    console.out().println((opened ? "In your browser " : "Open            ") + url);
    console.out().flush();
    if (!address().isLoopbackAddress()) {
      console
          .err()
          .println("Others on the network can read what passes: the page is not encrypted.");
    }
    console.err().println("Whoever has this address sees the run. Ctrl-C stops.");
    console.err().flush();
  }
}
