package dev.triptych.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * The folder below which libraries keep what they unpack. For a user whom the system does not know,
 * Java names it {@code ?}, which would be a folder of that name wherever one works.
 */
final class HomeFolder {
  private HomeFolder() {}

  /**
   * The user's home if it can be written, else the one that {@code HOME} names, else a folder for
   * this user alone among the temporary ones.
   *
   * @param named what Java takes for the home; the answer if nothing better can be had
   * @param temporary where temporary folders are
   */
  static Path find(String named, Map<String, String> environment, Path temporary) {
    for (String home : new String[] {named, environment.getOrDefault("HOME", "")}) {
      Path path = Path.of(home);
      if (path.isAbsolute() && Files.isDirectory(path) && Files.isWritable(path)) {
        return path;
      }
    }
    try {
      return own(temporary);
    } catch (IOException e) {
      return Path.of(named); // whoever needs a home will say so
    }
  }

  /** Programs are loaded from there: nobody else may have put them there. */
  private static Path own(Path temporary) throws IOException {
    Path probe = Files.createTempFile(temporary, "triptych-", ".tmp");
    UserPrincipal user = Files.getOwner(probe);
    Files.delete(probe);
    Path folder = temporary.resolve("triptych-" + user.getName());
    try {
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      boolean ours =
          Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user);
      return ours ? folder : Files.createTempDirectory(temporary, "triptych-");
    }
  }
}
