package dev.triptych.worker.host;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who this process is, as records, temporary files and locks name it. */
public final class Host {
  private static final String NAME = find();

  private Host() {}

  /** The machine's name, fit for a file name. */
  public static String name() {
    return NAME;
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
