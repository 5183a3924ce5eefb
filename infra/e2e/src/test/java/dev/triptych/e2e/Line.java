package dev.triptych.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** The way from clients to a service, which can be a bad one. Knows nothing of what passes. */
final class Line implements AutoCloseable {
  /** What can be wrong with it. */
  enum Trouble {
    NONE,
    /** Nobody listens, and all connections break. */
    AWAY,
    /** Each piece waits for a while. */
    SLOW,
    /** Nothing passes; connections stay. */
    SILENT,
    /** Some connections are reset in the middle of a piece. */
    RESET,
    /** Some connections end in an orderly way, in the middle of a piece. */
    CUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PIECE = 1 << 14;
  private static final int SOME = 7; // one piece of so many, so that something passes too
  private static final long SLOW_MILLIS = 150;
  private static final long LOOK_MILLIS = 20;

  private final InetSocketAddress service;
  private final ServerSocketFactory listeners;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger pieces = new AtomicInteger();
  private volatile Trouble trouble = Trouble.NONE;
  private volatile boolean closed;
  private ServerSocket listener; // guarded by this

  /**
   * @param service port on the loopback interface
   */
  Line(int service) {
    this(service, ServerSocketFactory.getDefault());
  }

  /**
   * @param listeners of what clients speak to, in clear or not; the service hears it in clear
   */
  Line(int service, ServerSocketFactory listeners) {
    this.listeners = listeners;
    this.service = new InetSocketAddress(InetAddress.getLoopbackAddress(), service);
    this.port = Services.freePort();
    this.listener = listen();
  }

  int port() {
    return port;
  }

  /** From now on. */
  synchronized void be(Trouble next) {
    boolean back = trouble == Trouble.AWAY && next != Trouble.AWAY;
    trouble = next;
    if (next == Trouble.AWAY) {
      shut(listener);
      sockets.forEach(Line::reset);
    } else if (back && !closed) {
      listener = listen();
    }
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = listeners.createServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      spawn(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket client = socket.accept();
        spawn(() -> connect(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    Socket server = new Socket();
    sockets.add(server);
    try {
      server.connect(service);
    } catch (IOException e) {
      reset(client); // as if nobody listened
      sockets.remove(client);
      sockets.remove(server);
      return;
    }
    spawn(() -> pump(client, server));
    pump(server, client);
  }

  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        int passing = pass(n);
        out.write(piece, 0, passing);
        if (passing < n) {
          if (trouble == Trouble.RESET) {
            reset(from);
            reset(to);
          }
          break;
        }
      }
    } catch (IOException | InterruptedException e) {
      reset(to);
    } finally {
      // A half-closed connection is of no use to the protocols that pass here.
      shut(from);
      shut(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** How many of the next bytes go on. */
  private int pass(int bytes) throws InterruptedException {
    while (trouble == Trouble.SILENT && !closed) {
      Thread.sleep(LOOK_MILLIS);
    }
    return switch (trouble) {
      case SLOW -> {
        Thread.sleep(SLOW_MILLIS);
        yield bytes;
      }
      case RESET, CUT -> pieces.incrementAndGet() % SOME == 0 ? bytes / 2 : bytes;
      case NONE, SILENT, AWAY -> bytes;
    };
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      return; // it is closed already
    }
  }

  private static void shut(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      return; // nobody hears of it
    }
  }

  private static void spawn(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() {
    closed = true;
    shut(listener);
    sockets.forEach(Line::shut);
  }
}
