package dev.triptych.cli.temporal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Temporal service to use, as Temporal's own variables and configuration file say. What it
 * says of wrong settings never holds their values: some are secrets.
 */
public final class ServiceSettings {
  static final String ADDRESS = "TEMPORAL_ADDRESS";
  static final String NAMESPACE = "TEMPORAL_NAMESPACE";
  private static final String FILE = "TEMPORAL_CONFIG_FILE";
  private static final String PROFILE = "TEMPORAL_PROFILE";
  // A file in the usual place belongs to Temporal's own tools: it alone changes nothing here.
  private static final List<String> ASKED = List.of(ADDRESS, PROFILE, FILE);

  private static final String CORRECT = "Correct it, or unset " + FILE + " and " + PROFILE + ".";
  private static final int LAST_PORT = 65535;

  private ServiceSettings() {}

  /** Whether the environment asks for a service. */
  public static boolean present(Map<String, String> environment) {
    return ASKED.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /**
   * @throws ServiceUnusable if variables or file cannot be understood, or name no address
   */
  public static ClientConfigProfile load(Map<String, String> environment) {
    LoadClientConfigProfileOptions.Builder options =
        LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment);
    ClientConfigProfile profile;
    try {
      profile = ClientConfigProfile.load(options.build());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new ServiceUnusable(
          "Temporal's configuration file is not valid TOML" + place, file(environment), CORRECT);
    } catch (IOException e) {
      throw new ServiceUnusable(
          "Temporal's configuration file cannot be read", file(environment), CORRECT);
    } catch (RuntimeException e) {
      throw wrong(environment);
    }
    checkAddress(profile.getAddress());
    return profile;
  }

  private static ServiceUnusable wrong(Map<String, String> environment) {
    String profile = environment.getOrDefault(PROFILE, "");
    return profile.isBlank()
        ? new ServiceUnusable(
            "Temporal's settings contradict themselves",
            file(environment),
            "Check it, and the variables that begin with TEMPORAL_.")
        : new ServiceUnusable(
            "There is no profile \"" + profile + "\" in Temporal's configuration file",
            file(environment),
            "Correct " + PROFILE + ", or add the profile.");
  }

  private static String file(Map<String, String> environment) {
    String file = environment.getOrDefault(FILE, "");
    return file.isBlank() ? "the file in Temporal's usual place" : file;
  }

  /** Hosts are understood as gRPC's resolver does, which throws at what it cannot. */
  private static void checkAddress(@Nullable String address) {
    if (address == null || address.isBlank()) {
      throw new ServiceUnusable(
          "No address of a Temporal service is set",
          "environment",
          "Set " + ADDRESS + " to its host and port, for instance localhost:7233.");
    }
    int port;
    try {
      URI uri = new URI("//" + address);
      boolean bare = uri.getHost() != null && address.equals(uri.getRawAuthority());
      port = bare && uri.getUserInfo() == null ? uri.getPort() : -1;
    } catch (URISyntaxException e) {
      port = -1;
    }
    if (port < 1 || port > LAST_PORT) {
      throw new ServiceUnusable(
          ADDRESS + " is not a host and a port between 1 and " + LAST_PORT,
          "\"" + address + "\"",
          "Set it to the service's, for instance localhost:7233.");
    }
  }
}
