package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.WireProxy.Moment.BEFORE_THE_CLIENT_HEARS;
import static io.larder.storage.postgresql.WireProxy.Moment.BEFORE_THE_SERVER_HEARS;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** One connection through the proxy: a thread each way, message by message. */
final class Wire {

  private final WireProxy proxy;
  private final Socket client;
  private final Socket server;
  private final ClientTexts texts = new ClientTexts();

  /** Set once a writing transaction's commit has gone to the server. */
  private volatile boolean committing;

  Wire(WireProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  void start(Runnable ended) {
    Threads.start("proxy-to-server", () -> until(this::toServer, ended));
    Threads.start("proxy-to-client", () -> until(this::toClient, ended));
  }

  private void until(Direction direction, Runnable ended) {
    try {
      direction.run();
    } catch (IOException gone) {
      // One side has; so must the other.
    } finally {
      cut();
      ended.run();
    }
  }

  private void toServer() throws IOException {
    DataInputStream in = in(client);
    OutputStream out = server.getOutputStream();
    forward(Message.startup(in), out);
    while (true) {
      Message message = Message.read(in);
      if (texts.commitsWrites(message)) {
        if (proxy.springs(BEFORE_THE_SERVER_HEARS)) {
          return;
        }
        committing = true;
      }
      forward(message, out);
    }
  }

  private void toClient() throws IOException {
    DataInputStream in = in(server);
    OutputStream out = client.getOutputStream();
    int trips = 0;
    boolean committed = false;
    while (true) {
      Message message = Message.read(in);
      if (committing && message.isCommitted()) {
        committing = false;
        committed = true;
        if (proxy.springs(BEFORE_THE_CLIENT_HEARS)) {
          return;
        }
      }
      if (message.isReady()) {
        trips++;
      }
      if (message.isIdle()) {
        if (committed) {
          proxy.committed(trips);
        }
        trips = 0;
        committed = false;
      }
      proxy.forwarded(message);
      forward(message, out);
    }
  }

  private void forward(Message message, OutputStream out) throws IOException {
    long delay = proxy.delay().toNanos();
    if (delay > 0) {
      LockSupport.parkNanos(delay);
    }
    message.writeTo(out);
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  void cut() {
    reset(client);
    reset(server);
  }

  /** Closes with RST, so that the other end knows at once. */
  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // As intended.
    }
  }

  private interface Direction {
    void run() throws IOException;
  }
}
