package org.cloister.amd.id;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.x509.Der;
import org.cloister.amd.x509.DerSequence;
import org.cloister.amd.x509.Pem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Reads P-384 keys in PEM: private ones as SEC 1 (RFC 5915) or PKCS #8 (RFC 5208), public ones as RFC 5280 has them. */
public final class PemKeys {
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    /** What openssl writes before a key, saying what the key says again. */
    private static final String PARAMETERS = "EC PARAMETERS";

    private static final Map<String, String> OTHERS = Map.of(
            "ENCRYPTED PRIVATE KEY", "an encrypted key",
            "RSA PRIVATE KEY", "an RSA key",
            "OPENSSH PRIVATE KEY", "a key of OpenSSH",
            "CERTIFICATE", "a certificate");

    private static final int IN_SEC1 = 0xa1;
    private static final int CURVE_IN_SEC1 = 0xa0;

    private final Pem.Block block;

    private PemKeys(Pem.Block block) {
        this.block = block;
    }

    /**
     * Reads a private key; the file has to hold the public half too, as openssl writes it.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws CloisterException {@code key.…}, {@code der.…} or {@code x509.pem}, naming what is wrong
     */
    public static IdKey privateKey(Bytes content, String name) {
        PemKeys key = only(content, name);
        if (key.block.label().equals(PUBLIC)) {
            throw key.wrong("kind", "this is a public key", "a private key, to sign with");
        }
        try {
            return key.pair();
        } catch (CloisterException e) {
            throw placed(e, key.block.where());
        }
    }

    /**
     * Reads the public half of a private or public key.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws CloisterException {@code key.…}, {@code der.…} or {@code x509.pem}, naming what is wrong
     */
    public static EcKey publicKey(Bytes content, String name) {
        PemKeys key = only(content, name);
        try {
            return key.block.label().equals(PUBLIC)
                    ? key.point(key.algorithmThenKey())
                    : key.pair().stored();
        } catch (CloisterException e) {
            throw placed(e, key.block.where());
        }
    }

    private static PemKeys only(Bytes content, String name) {
        if (!Pem.seems(content)) {
            throw Problem.input("key.pem", "this is not a key in PEM")
                    .at(name)
                    .expected("a P-384 key, as 'openssl ecparam -name secp384r1 -genkey -noout' writes it")
                    .exception();
        }
        List<PemKeys> keys = Pem.blocks(content, name).stream()
                .filter(one -> !one.label().equals(PARAMETERS))
                .map(PemKeys::new)
                .toList();
        if (keys.size() != 1) {
            throw Problem.input("key.count", "a key file has one key")
                    .at(name)
                    .found(keys.size() + " PEM blocks")
                    .exception();
        }
        keys.get(0).requireKey();
        return keys.get(0);
    }

    private void requireKey() {
        String label = block.label();
        if (!Set.of(SEC1, PKCS8, PUBLIC).contains(label)) {
            throw wrong(
                    "kind", "this is " + OTHERS.getOrDefault(label, "no key: " + label), "a P-384 key in the clear");
        }
    }

    private IdKey pair() {
        return block.label().equals(PKCS8) ? ofPkcs8() : ofSec1(block.content(), false);
    }

    // RFC 5208, 5: version, algorithm with the curve, the key of RFC 5915 in an OCTET STRING.
    private IdKey ofPkcs8() {
        DerSequence parts = sequence(block.content());
        parts.next(Der.INTEGER, "version");
        requireP384(parts.next(Der.SEQUENCE, "algorithm"));
        return ofSec1(parts.next(Der.OCTET_STRING, "private key").content(), true);
    }

    // RFC 5915, 3: version, private number, curve in [0], public point in [1].
    private IdKey ofSec1(Bytes der, boolean curveKnown) {
        DerSequence parts = sequence(der);
        parts.next(Der.INTEGER, "version");
        Der secret = parts.next(Der.OCTET_STRING, "private number");
        Optional<Der> curve = parts.nextIf(CURVE_IN_SEC1);
        curve.ifPresent(one -> requireCurve(one.elements().next(Der.OID, "curve")));
        if (curve.isEmpty() && !curveKnown) {
            throw wrong("curve", "the key does not say which curve it is on", "P-384");
        }
        Der point = parts.nextIf(IN_SEC1)
                .orElseThrow(() -> wrong("public", "the public half is missing", "both; openssl ec -in KEY adds it"));
        EcKey stored = point(point.elements().next(Der.BIT_STRING, "public point"));
        return new IdKey(secret(secret.content()), stored.toPublicKey());
    }

    private PrivateKey secret(Bytes number) {
        BigInteger value = new BigInteger(1, number.toArray());
        if (value.signum() == 0 || value.compareTo(Curve.P384.parameters().getOrder()) >= 0) {
            throw wrong("range", "the private number is not in the range of the curve", "1 to the order less 1");
        }
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(value, Curve.P384.parameters()));
        } catch (GeneralSecurityException refused) {
            throw wrong("refused", "the Java platform does not take this key", "a P-384 key");
        }
    }

    // RFC 5480, 2: algorithm with the curve, point.
    private Der algorithmThenKey() {
        DerSequence parts = sequence(block.content());
        requireP384(parts.next(Der.SEQUENCE, "algorithm"));
        return parts.next(Der.BIT_STRING, "public point");
    }

    // SEC 1, 2.3.3: 04 and both coordinates.
    private EcKey point(Der bits) {
        Bytes point = bits.wholeBytes();
        int size = Curve.P384.parameters().getCurve().getField().getFieldSize() / Byte.SIZE;
        if (point.length() != 1 + 2 * size || point.at(0) != 4) {
            throw wrong("point", "the public point is not in its uncompressed form", 1 + 2 * size + " bytes");
        }
        return EcKeys.of(point.slice(1, size), point.slice(1 + size, size));
    }

    private void requireP384(Der algorithm) {
        DerSequence parts = algorithm.elements();
        Bytes kind = parts.next(Der.OID, "algorithm").content();
        if (!kind.equals(EcKeys.EC)) {
            throw wrong("algorithm", "this is a key of another algorithm", "a key on the curve P-384");
        }
        requireCurve(parts.next(Der.OID, "curve"));
    }

    private void requireCurve(Der oid) {
        if (!oid.content().equals(EcKeys.P384)) {
            throw wrong("curve", "this key is on another curve", "P-384 (secp384r1)");
        }
    }

    private DerSequence sequence(Bytes der) {
        Der element = Der.of(der, block.where());
        if (element.tag() != Der.SEQUENCE) {
            throw wrong("form", "this is no key", "a SEQUENCE");
        }
        return element.elements();
    }

    private CloisterException wrong(String code, String what, String expected) {
        return Problem.input("key." + code, what)
                .at(block.where())
                .expected(expected)
                .exception();
    }

    private static CloisterException placed(CloisterException e, String place) {
        String where = e.problem().where();
        boolean known = where != null && where.startsWith(place);
        return known
                ? e
                : e.problem().at(where == null ? place : place + ", " + where).exception(e);
    }
}
