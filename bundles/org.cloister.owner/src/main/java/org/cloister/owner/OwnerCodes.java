// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

/** Codes of problems of what guest owners check and make; see {@link org.cloister.api.ProblemCodes}. */
public final class OwnerCodes {
    /** Input: this JSON is no policy that is known, or has a field that cannot be taken over. */
    public static final String APPRAISAL_JSON = "appraisal.json";

    /** Input: a report of SEV or SEV-ES cannot meet an item of a policy. */
    public static final String APPRAISAL_KIND = "appraisal.kind";

    /** Input: a line of a policy is not a name and a value, or begins no alternative. */
    public static final String APPRAISAL_LINE = "appraisal.line";

    /** Input: a policy has no item of this name, or is given one by two names. */
    public static final String APPRAISAL_NAME = "appraisal.name";

    /** Input: an item of a policy has no value, more than one, or one that it cannot have. */
    public static final String APPRAISAL_VALUE = "appraisal.value";

    /** Input: this text is not base64 in its only form. */
    public static final String BASE64_FORM = "base64.form";

    /** Input: a certificate in AMD's own format has no place in a GHCB table. */
    public static final String CERTS_LEGACY = "certs.legacy";

    /** Input: this certificate has no place in a GHCB table. */
    public static final String CERTS_ROLE = "certs.role";

    /** Input: a GHCB table has room for one certificate of a kind, and these are two. */
    public static final String CERTS_TWICE = "certs.twice";

    /** Input: there are no certificates in what was given. */
    public static final String CHAIN_EMPTY = "chain.empty";

    /** Operation: another process fetches into the cache of certificates. */
    public static final String FETCH_BUSY = "fetch.busy";

    /** Input: there is no folder for the cache of certificates. */
    public static final String FETCH_CACHE = "fetch.cache";

    /** Input: this is not the address of a mirror of AMD's key service. */
    public static final String FETCH_MIRROR = "fetch.mirror";

    /** Input: a variable does not name a proxy that can be used. */
    public static final String FETCH_PROXY = "fetch.proxy";

    /** Input: this file or folder cannot be read. */
    public static final String FILE_READ = "file.read";

    /** Input: a launch digest of this type has another length. */
    public static final String FIND_SIZE = "find.size";

    /** Input: a guest cannot have so many vCPUs. */
    public static final String FIND_VCPUS = "find.vcpus";

    /** Input: the table of kernel hashes is not in its order. */
    public static final String HASHES_ENTRY = "hashes.entry";

    /** Input: this is not as long as a table of kernel hashes is. */
    public static final String HASHES_LENGTH = "hashes.length";

    /** Input: this is not base64 of a launch measurement. */
    public static final String MEASUREMENT_BASE64 = "measurement.base64";

    /** Input: this is not as long as a launch measurement is. */
    public static final String MEASUREMENT_SIZE = "measurement.size";

    /** Input: no root to be trusted was given. */
    public static final String ROOT_NONE = "root.none";

    /** Input: this is not the certificate of a root. */
    public static final String ROOT_ROLE = "root.role";

    /** Input: this secret is empty. */
    public static final String SECRET_EMPTY = "secret.empty";

    /** Input: the secrets cannot be packed together. */
    public static final String SECRET_SIZE = "secret.size";

    /** Input: two secrets have one GUID, and a guest would find the first alone. */
    public static final String SECRET_TWICE = "secret.twice";

    /** Input: the certificate of the platform's Diffie-Hellman key is missing. */
    public static final String SESSION_PDH = "session.pdh";

    /** Operation: the platform's chain does not verify, so its PDH is not trusted. */
    public static final String SESSION_UNTRUSTED = "session.untrusted";

    /** Input: this file may be of several kinds. */
    public static final String SHOW_AMBIGUOUS = "show.ambiguous";

    /** Input: there is no kind of file with this name. */
    public static final String SHOW_KIND = "show.kind";

    /** Input: this file lacks the sign of its kind. */
    public static final String SHOW_SIGN = "show.sign";

    /** Input: this is none of the kinds of files that are known. */
    public static final String SHOW_UNKNOWN = "show.unknown";

    /** Input: this is not as long as a VMSA is. */
    public static final String VMSA_LENGTH = "vmsa.length";

    /** Input: this file has no revocation list. */
    public static final String X509_CRL = "x509.crl";

    private OwnerCodes() {}
}
