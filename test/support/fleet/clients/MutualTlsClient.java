import java.io.*;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.stream.Collectors;
import javax.net.ssl.*;

/**
 * Reads a line for each connection to make (port, chain, key, anchors, CRLs, parted by tabs) and prints a line for it: "page" and
 * what the server sent, or "failed" and the messages of the exception. Trust is the JDK's own PKIX with CRLs and no fallback.
 */
public final class MutualTlsClient {
  private static final char[] NO_PASSWORD = new char[0];

  public static void main(String[] args) throws IOException {
    BufferedReader wishes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = wishes.readLine(); line != null; line = wishes.readLine()) {
      String[] wish = line.split("\t");
      System.out.println(oneLine(answer(wish)));
      System.out.flush();
    }
  }

  private static String answer(String[] wish) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(wish[1], wish[2]), trust(wish[3], wish[4]), null);
      return "page " + page(context, Integer.parseInt(wish[0]));
    } catch (Exception failure) {
      StringJoiner reasons = new StringJoiner("; ");
      for (Throwable at = failure; at != null; at = at.getCause()) reasons.add(String.valueOf(at.getMessage()));
      return "failed " + reasons;
    }
  }

  private static String page(SSLContext context, int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      listen(socket);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      return body < 0 ? answer : answer.substring(body + 4);
    }
  }

  /** In TLS 1.3 a refusal comes after the handshake; whoever writes first may find the connection closed and never read why. */
  private static void listen(SSLSocket socket) throws IOException {
    socket.setSoTimeout(30);
    try {
      if (socket.getInputStream().read() >= 0) throw new IOException("an answer without a question");
    } catch (SocketTimeoutException nothing) {
      socket.setSoTimeout(10_000);
    }
  }

  private static KeyManager[] identity(String chain, String key) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String pem = Files.readString(Path.of(key)).replaceAll("-----[A-Z ]+-----|\\s", "");
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
    PrivateKey secret = KeyFactory.getInstance("EC").generatePrivate(encoded);
    store.setKeyEntry("client", secret, NO_PASSWORD, certificates(chain).toArray(Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(String anchors, String crls) throws Exception {
    Set<TrustAnchor> roots = new HashSet<>();
    for (Certificate root : certificates(anchors)) roots.add(new TrustAnchor((X509Certificate) root, null));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, new X509CertSelector());
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(
        EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
    parameters.addCertPathChecker(checker);
    try (InputStream in = Files.newInputStream(Path.of(crls))) {
      Collection<? extends CRL> lists = CertificateFactory.getInstance("X.509").generateCRLs(in);
      parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return factory.getTrustManagers();
  }

  private static List<Certificate> certificates(String path) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream().collect(Collectors.toList());
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
