package org.monosem.core.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Single requests to the hub. Redirections are followed here and not by Java's client, which would
 * take the token along to whatever host the hub points at.
 */
final class HubHttp {
  static final int OK = 200;
  static final int PARTIAL = 206;
  private static final int MOST_REDIRECTIONS = 5;
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final URI endpoint;
  private final @Nullable String token;

  HubHttp(URI endpoint, @Nullable String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /**
   * Asks for a body from a byte on.
   *
   * @return an answer 200 or 206; the caller closes its body
   * @throws IOException if it may go better another time
   * @throws HubException if it will not
   */
  HttpResponse<InputStream> get(URI uri, long from) throws IOException {
    URI at = uri;
    for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
      HttpResponse<InputStream> response = send(at, from);
      int status = response.statusCode();
      if (status == OK || status == PARTIAL) {
        return response;
      }
      response.body().close();
      if (!REDIRECTIONS.contains(status)) {
        throw refused(at, status);
      }
      at = redirected(at, response);
    }
    throw new HubException(uri + ": expected at most 5 redirections, got more");
  }

  private static URI redirected(URI from, HttpResponse<?> response) {
    String location =
        response
            .headers()
            .firstValue("location")
            .orElseThrow(() -> new HubException(from + ": expected a place to go on, got none"));
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(from + ": expected a place to go on, got " + location);
    }
    if (!"https".equals(to.getScheme()) && !(isHttp(to) && "http".equals(from.getScheme()))) {
      throw new HubException(from + ": expected https from there on, got " + to.getScheme());
    }
    return to;
  }

  private static boolean isHttp(URI uri) {
    return "http".equals(uri.getScheme());
  }

  private HttpResponse<InputStream> send(URI uri, long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofMinutes(1))
            .header("User-Agent", "monosem")
            .GET();
    if (token != null && isHub(uri)) {
      request.header("Authorization", "Bearer " + token);
    }
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while asking the hub");
    }
  }

  private boolean isHub(URI uri) {
    return uri.getScheme().equals(endpoint.getScheme())
        && String.valueOf(uri.getAuthority()).equals(endpoint.getAuthority());
  }

  private IOException refused(URI uri, int status) {
    String answer = uri + ": the hub answered " + status;
    if (PASSING.contains(status)) {
      return new IOException(answer);
    }
    throw new HubException(
        switch (status) {
          case UNAUTHORISED, FORBIDDEN ->
              answer
                  + (token == null
                      ? ": it may be gated or private; set HF_TOKEN to a token that may read it"
                      : ": the token may not read it");
          case NOT_FOUND -> answer + ": there is no such repository, revision or file";
          default -> answer;
        });
  }
}
