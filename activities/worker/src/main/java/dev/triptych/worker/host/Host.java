package dev.triptych.worker.host;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who this process is, as records, temporary files and locks name it. */
public final class Host {
  private static final String NAME = find();
  private static final String PROCESSOR =
      Proc.value("cpuinfo", "model name").orElse(System.getProperty("os.arch", "unknown"));

  private Host() {}

  /** The machine's name, fit for a file name. */
  public static String name() {
    return NAME;
  }

  /** The kind of processor, for people: {@code AMD EPYC 7763 64-Core Processor}. */
  public static String processor() {
    return PROCESSOR;
  }

  /** This process's id. */
  public static long pid() {
    return ProcessHandle.current().pid();
  }

  /**
   * Whether a process has ended; false where that cannot be told, as of another machine's.
   *
   * @param host as {@link #name} told it there
   */
  public static boolean gone(String host, long pid) {
    return host.equals(NAME) && ProcessHandle.of(pid).isEmpty();
  }

  private static String find() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "localhost";
    }
    return name.replaceAll("[^A-Za-z0-9.-]", "_");
  }
}
