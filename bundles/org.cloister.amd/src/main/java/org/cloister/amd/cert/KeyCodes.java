// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

/** Codes of problems of keys and their files; see {@link org.cloister.api.ProblemCodes}. */
public final class KeyCodes {
    /** Input: the content of a PEM block with a key is not base64. */
    public static final String KEY_BASE64 = "key.base64";

    /** Input: this curve is not known, or is not the one that the key has to be on. */
    public static final String KEY_CURVE = "key.curve";

    /** Input: the key's encoding is not what a key on P-384 has. */
    public static final String KEY_DER = "key.der";

    /** Input: the file of a key is empty. */
    public static final String KEY_EMPTY = "key.empty";

    /** Input: the private key is encrypted with a password. */
    public static final String KEY_ENCRYPTED = "key.encrypted";

    /** Input: the file holds no key on P-384. */
    public static final String KEY_KIND = "key.kind";

    /** Input: this is not as long as a key is. */
    public static final String KEY_LENGTH = "key.length";

    /** Input: this number does not fit into its field. */
    public static final String KEY_NUMBER = "key.number";

    /** Input: the public key is not that of the private key. */
    public static final String KEY_PAIR = "key.pair";

    /** Input: the file of a key is not a PEM file, or a damaged one. */
    public static final String KEY_PEM = "key.pem";

    /** Input: the public key is not a point of its curve. */
    public static final String KEY_POINT = "key.point";

    /** Input: this is a public key, and signing needs the private one. */
    public static final String KEY_PUBLIC = "key.public";

    /** Defect: no public key fits a private key. */
    public static final String KEY_PUBLIC_NONE = "key.public.none";

    /** Input: the private key is not a number that a key on P-384 can be. */
    public static final String KEY_RANGE = "key.range";

    /** Input: reserved bytes of this key are not zero. */
    public static final String KEY_RESERVED = "key.reserved";

    /** Input: this is not a public key for RSA. */
    public static final String KEY_RSA = "key.rsa";

    /** Input: the file holds more than one key or certificate. */
    public static final String KEY_SEVERAL = "key.several";

    /** Input: the file is too long for a key. */
    public static final String KEY_SIZE = "key.size";

    /** Input: this is a key of another kind. */
    public static final String KEY_TYPE = "key.type";

    private KeyCodes() {}
}
