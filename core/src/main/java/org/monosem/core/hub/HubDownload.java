package org.monosem.core.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** One file on its way: it grows as {@code name.part} beside its place, and is checked whole. */
final class HubDownload {
  private static final int PIECE = 1 << 16;

  private final HubHttp http;
  private final URI uri;
  private final HubFile file;
  private final Path target;
  private final Path part;
  private final HubListener listener;

  HubDownload(HubHttp http, URI uri, HubFile file, Path target, HubListener listener) {
    this.http = http;
    this.uri = uri;
    this.file = file;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.listener = listener;
  }

  /** Returns whether the file is there and adds up. */
  boolean isDone() {
    try {
      boolean done =
          Files.isRegularFile(target) && Files.size(target) == file.size() && addsUp(target);
      if (done) {
        listener.at(file, file.size());
      }
      return done;
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": cannot be read", e);
    }
  }

  /** Fetches what is missing; after a failure, what came is kept for the next attempt. */
  Path fetch() throws IOException {
    long have = kept();
    listener.at(file, have);
    if (have == file.size()) {
      return part;
    }
    HttpResponse<InputStream> response = http.get(uri, have);
    try (InputStream body = response.body()) {
      long from = continues(response, have) ? have : 0;
      append(body, from);
    }
    long got = Files.size(part);
    if (got < file.size()) {
      throw new IOException("the connection ended after " + got + " of " + file.size() + " bytes");
    }
    return part;
  }

  private long kept() {
    try {
      Files.createDirectories(Objects.requireNonNull(target.toAbsolutePath().getParent()));
      long have = Files.isRegularFile(part) ? Files.size(part) : 0;
      if (have == 0 || have > file.size()) {
        Files.deleteIfExists(part);
        Files.createFile(part);
        return 0;
      }
      return have;
    } catch (IOException e) {
      throw new UncheckedIOException(part + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Returns whether an answer goes on where the part ends; else it is the whole again. */
  private boolean continues(HttpResponse<?> response, long have) {
    if (response.statusCode() == HubHttp.OK) {
      return false;
    }
    String range = response.headers().firstValue("content-range").orElse("none");
    if (!range.startsWith("bytes " + have + "-")) {
      throw new HubException(uri + ": expected bytes from " + have + " on, got range " + range);
    }
    return true;
  }

  private void append(InputStream body, long from) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.truncate(from);
    }
    try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.APPEND)) {
      byte[] piece = new byte[PIECE];
      long bytes = from;
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        bytes += read;
        if (bytes > file.size()) {
          throw new HubException(uri + ": expected " + file.size() + " bytes, got more");
        }
        out.write(piece, 0, read);
        listener.at(file, bytes);
      }
    }
  }

  /** Gives the file its name, if it adds up; else nothing of it stays. */
  void finish() {
    try {
      if (!addsUp(part)) {
        String seen = Checksum.of(file.checksum().kind(), part);
        Files.delete(part);
        throw new HubException(
            "%s: expected %s %s, got %s; what came is deleted"
                .formatted(uri, file.checksum().kind(), file.checksum().hex(), seen));
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": cannot be written: " + e.getMessage(), e);
    }
    listener.at(file, file.size());
  }

  private boolean addsUp(Path path) throws IOException {
    return Checksum.of(file.checksum().kind(), path).equals(file.checksum().hex());
  }
}
