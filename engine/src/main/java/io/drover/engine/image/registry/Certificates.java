package io.drover.engine.image.registry;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities that vouch for a registry: those that Java trusts, and the {@code
 * *.crt} files in the registry's folder below {@code certs.d}.
 */
final class Certificates {
  private final List<Path> files;

  private Certificates(List<Path> files) {
    this.files = files;
  }

  static Certificates of(RegistryAccess access, String address) {
    List<Path> files = new ArrayList<>();
    for (Path folder : access.certificateFolders()) {
      Path own = folder.resolve(address);
      if (Files.isDirectory(own)) {
        try (Stream<Path> all = Files.list(own)) {
          all.filter(file -> file.toString().endsWith(".crt")).sorted().forEach(files::add);
        } catch (IOException e) {
          throw unusable(own, Trees.why(e));
        }
      }
    }
    return new Certificates(files);
  }

  /** Whether none are given for this registry alone. */
  boolean isEmpty() {
    return files.isEmpty();
  }

  /**
   * What decides about the registry's certificate.
   *
   * @throws WorkFailedException if a file holds no certificate
   */
  SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      addJavasOwn(store);
      for (Path file : files) {
        add(store, file);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new WorkFailedException(
          "could not set up TLS for a registry: %s".formatted(e.getMessage()), e);
    }
  }

  private static void addJavasOwn(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory own =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    own.init((KeyStore) null);
    int count = 0;
    for (TrustManager manager : own.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate certificate : x509.getAcceptedIssuers()) {
          store.setCertificateEntry("java-" + count++, certificate);
        }
      }
    }
  }

  private static void add(KeyStore store, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(file + "-" + count++, certificate);
      }
      if (count == 0) {
        throw unusable(file, "it is empty");
      }
    } catch (GeneralSecurityException e) {
      throw unusable(file, "it holds no certificate in PEM or DER form");
    } catch (IOException e) {
      throw unusable(file, Trees.why(e));
    }
  }

  private static WorkFailedException unusable(Path file, String why) {
    return new WorkFailedException(
        "could not use %s, which vouches for a registry: %s".formatted(file, why));
  }
}
