// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.certs;

import java.util.Locale;
import org.cloister.amd.der.Pem;
import org.cloister.api.Bytes;

/** How certificates are written to files. */
public enum CertificateForm {
    /** The textual encoding (RFC 7468). */
    PEM {
        @Override
        Bytes write(String label, Bytes der) {
            return Pem.write(label, der);
        }
    },
    /** The bytes that were signed, with their signature. */
    DER {
        @Override
        Bytes write(String label, Bytes der) {
            return der;
        }
    };

    /** A file with one certificate or revocation list. */
    abstract Bytes write(String label, Bytes der);

    /** A file with a certificate, which is given in DER. */
    public Bytes certificate(Bytes der) {
        return write("CERTIFICATE", der);
    }

    /** A file with a revocation list, which is given in DER. */
    public Bytes revocationList(Bytes der) {
        return write("X509 CRL", der);
    }

    /** The end of the names of such files, with its dot. */
    public String extension() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
