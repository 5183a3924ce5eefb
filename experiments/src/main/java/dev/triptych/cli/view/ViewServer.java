package dev.triptych.cli.view;

import com.sun.net.httpserver.HttpServer;
import dev.triptych.worker.host.DaemonThreads;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An address that serves a {@link Studio}'s page to whoever has its key. */
final class ViewServer implements AutoCloseable {
  private static final int THREADS = 8; // that read requests and write answers
  private static final int WAITING = 64; // requests; and places of all pages
  private static final int MESHES = 1; // at once: each has all that pictures leave of the machine
  private static final int MESHES_WAITING = 8;
  private static final int BACKLOG = 32; // connections

  static {
    setUnlessSet("nodelay", "true"); // else a picture waits 40 ms for its header's receipt
    setUnlessSet("maxReqTime", "10"); // seconds to send a request
    setUnlessSet("maxRspTime", "600"); // seconds to take an answer, its rendering included
  }

  private final HttpServer http;
  private final InetAddress address;
  private final Gate gate;
  private final ThreadPoolExecutor threads;
  private final List<FrameQueue> queues = new ArrayList<>(); // none until it serves

  private ViewServer(HttpServer http, InetAddress address, Gate gate) {
    this.http = http;
    this.address = address;
    this.gate = gate;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            DaemonThreads.named("triptych-view"));
  }

  private static void setUnlessSet(String name, String value) {
    String property = "sun.net.httpserver." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Takes an address and answers nobody yet.
   *
   * @param name under which users reach it, beside its numbers
   * @param port 0 for any free one
   * @throws IOException if the port is taken, or the address another machine's
   */
  static ViewServer bind(InetAddress address, String name, int port) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    return new ViewServer(http, address, new Gate(name));
  }

  /**
   * Begins to answer.
   *
   * @param painters threads that render
   */
  void serve(Studio studio, int painters) {
    FrameQueue frames = new FrameQueue(painters, WAITING);
    FrameQueue meshes = new FrameQueue(MESHES, MESHES_WAITING);
    queues.addAll(List.of(frames, meshes)); // in which order they are closed
    ViewPages pages = new ViewPages(gate, studio, frames, meshes, threads);
    http.createContext("/", pages::handle);
    http.setExecutor(threads);
    http.start();
  }

  /** Where the page is, with its key. */
  String url() {
    String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    String quoted =
        address instanceof Inet6Address && !address.isAnyLocalAddress() ? "[" + host + "]" : host;
    return "http://" + quoted + ":" + http.getAddress().getPort() + gate.root();
  }

  /** Answers no more; pictures under way are finished, and a mesh is left off. */
  @Override
  public void close() {
    http.stop(0);
    queues.forEach(FrameQueue::close);
    threads.shutdownNow();
  }
}
