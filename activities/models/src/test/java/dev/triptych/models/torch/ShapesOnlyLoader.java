package dev.triptych.models.torch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Loads the networks a second time, with kernels that can run on {@code meta}: libtorch knows the
 * shapes of some operators' results in Python only, and some mix devices there without a word.
 * Calls of these go to {@code shapes.py}, which wants every argument.
 */
public final class ShapesOnlyLoader extends ClassLoader {
  private static final Pattern DEFINITION = Pattern.compile("(?m)^def meta_(\\w+)\\(");

  private final String shapes;
  private final Pattern calls;

  public ShapesOnlyLoader() {
    super(ShapesOnlyLoader.class.getClassLoader());
    shapes = text(ShapesOnlyLoader.class.getResourceAsStream("shapes.py"));
    String names =
        String.join(
            "|",
            DEFINITION.matcher(shapes).results().map(definition -> definition.group(1)).toList());
    calls = Pattern.compile("\\btorch\\.(" + names + ")\\(");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("dev.triptych.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    InputStream in = super.getResourceAsStream(name);
    if (in == null || !name.endsWith(".py")) {
      return in;
    }
    String source = calls.matcher(text(in)).replaceAll("self.meta_$1(") + shapes;
    // A kernel may be compiled from two sources, and no name may come twice.
    String file = name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
    String distinct = source.replace("meta_", "meta_" + file + "_");
    return new ByteArrayInputStream(distinct.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
