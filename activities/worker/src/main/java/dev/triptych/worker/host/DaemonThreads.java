package dev.triptych.worker.host;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep a process from ending. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** All of one name, by which a thread dump tells what they do. */
  public static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
