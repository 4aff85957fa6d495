import java.io.FileInputStream;
import java.security.cert.*;
import java.util.*;

/** Revocation ROOT.pem CRLS.pem CERTIFICATE.pem: prints what the PKIX validator of Java says of the certificate. */
public class Revocation {
  public static void main(String[] files) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate root = (X509Certificate) factory.generateCertificate(new FileInputStream(files[0]));
    Collection<? extends CRL> crls = factory.generateCRLs(new FileInputStream(files[1]));
    Certificate certificate = factory.generateCertificate(new FileInputStream(files[2]));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
    parameters.setRevocationEnabled(true);
    try {
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(certificate)), parameters);
      System.out.println("valid");
    } catch (CertPathValidatorException refused) {
      if (!(refused.getCause() instanceof CertificateRevokedException)) throw refused;
      CertificateRevokedException revoked = (CertificateRevokedException) refused.getCause();
      System.out.println("revoked " + revoked.getRevocationReason() + " " + revoked.getRevocationDate().toInstant());
    }
  }
}
