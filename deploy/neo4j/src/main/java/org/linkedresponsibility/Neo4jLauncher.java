package org.linkedresponsibility;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.GraphDatabaseService;

/**
 * Starts one Neo4j on a loopback Bolt port and stops it with the process.
 *
 * <p>Arguments: the home folder, the Bolt port, a file that holds the password of user {@code neo4j}. Prints one line,
 * {@code ready}, once the database answers. The password comes from a file so that no process list shows it.
 */
public final class Neo4jLauncher {
  private Neo4jLauncher() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    SocketAddress address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
    String password = Files.readString(Path.of(arguments[2]), StandardCharsets.UTF_8).strip();
    DatabaseManagementService neo4j =
        new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 268_435_456L)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(neo4j::shutdown));
    GraphDatabaseService system = neo4j.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME);
    if (!system.isAvailable(60_000) || !neo4j.database("neo4j").isAvailable(60_000)) {
      throw new IllegalStateException("Neo4j was not available after 60 seconds");
    }
    system.executeTransactionally(
        "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
    System.out.println("ready");
    System.out.flush();
    Thread.sleep(Duration.ofDays(36_500).toMillis());
  }
}
