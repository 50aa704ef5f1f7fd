package io.larder.storage.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between clients and a server, and fails as networks do. It understands enough of
 * PostgreSQL's protocol to know a commit; TLS is not spoken through it.
 */
public final class WireProxy implements AutoCloseable {

  /** At which moment of a commit its connection is cut. */
  public enum Moment {
    /** The server never hears of the commit and rolls back. */
    BEFORE_THE_SERVER_HEARS,
    /** The server has committed and the client never hears of it. */
    BEFORE_THE_CLIENT_HEARS
  }

  /** A commit that is to be cut, by the first connection that has one. */
  record Trap(Moment moment, CountDownLatch sprung) {}

  private final int target;
  private final ServerSocket door;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Trap> trap = new AtomicReference<>();
  private volatile Trap lastTrap;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;
  private final AtomicLong toClients = new AtomicLong();
  private final Queue<Integer> roundTrips = new ConcurrentLinkedQueue<>();

  private WireProxy(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  public static WireProxy to(PostgresServer server) {
    try {
      WireProxy proxy = new WireProxy(server.port());
      Threads.start("proxy-door", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link PostgresServer#url()}, through this proxy. */
  public String url() {
    return PostgresServer.url(door.getLocalPort()) + "&sslmode=disable&gssEncMode=disable";
  }

  /** From now on each message, either way, arrives that much later. */
  public void delay(Duration time) {
    delay = time;
  }

  Duration delay() {
    return delay;
  }

  /** How many bytes servers have sent to clients so far. */
  public long bytesToClients() {
    return toClients.get();
  }

  void forwarded(Message message) {
    toClients.addAndGet(message.length());
  }

  /** How many round trips each transaction that wrote has taken, in the order of their commits. */
  List<Integer> roundTrips() {
    return List.copyOf(roundTrips);
  }

  void committed(int trips) {
    roundTrips.add(trips);
  }

  /** Resets all connections. New ones are let through. */
  public void cut() {
    wires.forEach(Wire::cut);
  }

  /** Resets all connections, and new ones too, until told otherwise. */
  public void refuse(boolean on) {
    refusing = on;
    if (on) {
      cut();
    }
  }

  /** Resets the connection of the next transaction that writes, at this moment of its commit. */
  public void cutAtNextCommit(Moment moment) {
    lastTrap = new Trap(moment, new CountDownLatch(1));
    trap.set(lastTrap);
  }

  /** Waits until that has happened. */
  public void awaitCut() throws InterruptedException {
    if (!lastTrap.sprung().await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Nothing was committed through the proxy");
    }
  }

  /** Gives the armed trap to the one wire that asks first at that moment. */
  boolean springs(Moment moment) {
    Trap armed = trap.get();
    if (armed == null || armed.moment() != moment || !trap.compareAndSet(armed, null)) {
      return false;
    }
    armed.sprung().countDown();
    return true;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (refusing) {
          Wire.reset(client);
        } else {
          connect(client);
        }
      } catch (IOException closed) {
        // The loop's condition tells whether for good.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Wire wire = new Wire(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
      wires.add(wire);
      wire.start(() -> wires.remove(wire));
      if (refusing) {
        wire.cut();
      }
    } catch (IOException unreachable) {
      Wire.reset(client);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
