// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import static org.cloister.amd.tcb.TcbLayout.FMC_TEE_SNP;
import static org.cloister.amd.tcb.TcbLayout.WITHOUT_FMC;
import static org.cloister.amd.tcb.TcbLayout.WITH_FMC;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The generations of EPYC processors, one line each: product line, CPUID family and models, layout of TCB versions,
 * bytes of a hardware id, other names, the fingerprint of AMD's root, and what AMD's bulletins ask of its firmware.
 * {@link Generations} looks them up.
 *
 * <p>A root is pinned by the SHA-384 digest of its public key as SubjectPublicKeyInfo in DER. AMD publishes the same
 * key in X.509 and in its own older format, so one digest serves for both. Families and models of Naples and Rome are
 * those of AMD's sev-tool.
 */
public enum Generation {
    /** EPYC 7001: SEV. */
    NAPLES("Naples", 0x17, "00-0f", null, 0, 0, "", Fingerprints.NAPLES, null),
    /** EPYC 7002: SEV and SEV-ES. */
    ROME("Rome", 0x17, "30-3f", null, 0, 0, "", Fingerprints.ROME, null),
    /** EPYC 7003: SEV, SEV-ES and SEV-SNP, like all that follow. */
    MILAN("Milan", 0x19, "00-0f", WITHOUT_FMC, 64, 2, "", Fingerprints.MILAN, new FirmwareMinimum(0x1d, "AMD-SB-3030")),
    /** EPYC 9004, 97x4 and 8004. */
    GENOA(
            "Genoa",
            0x19,
            "10-1f a0-af",
            WITHOUT_FMC,
            64,
            2,
            "Bergamo Siena",
            Fingerprints.GENOA,
            new FirmwareMinimum(0x1b, "AMD-SB-3016")),
    /** EPYC 9005. */
    TURIN("Turin", 0x1a, "00-11", WITH_FMC, 8, 2, "", Fingerprints.TURIN, new FirmwareMinimum(0x04, "AMD-SB-3020")),
    /**
     * The generation after Turin: no root of AMD's is known, so what it signs is verified only under a root that the
     * owner names. Its layouts, models and first report are those of virtee's sev library; nobody has held them against
     * a real report: unverified.
     */
    VENICE("Venice", 0x1a, "50-57 90-9f a0-af c0-c7", FMC_TEE_SNP, 8, 6, "", Fingerprints.UNKNOWN, null);

    private static final Pattern STEPPING = Pattern.compile("-[A-Z][0-9]");

    private final String product;
    private final int family;
    private final List<ModelRange> models;
    private final TcbLayout layout;
    private final int hardwareIdLength;
    private final int firstReport;
    private final List<String> aliases;
    private final String root;
    private final FirmwareMinimum firmwareMinimum;

    Generation(
            String product,
            int family,
            String models,
            TcbLayout layout,
            int idLength,
            int firstReport,
            String aliases,
            String root,
            FirmwareMinimum firmwareMinimum) {
        this.product = product;
        this.family = family;
        this.models = ModelRange.all(models);
        this.layout = layout;
        this.hardwareIdLength = idLength;
        this.firstReport = firstReport;
        this.aliases = aliases.isEmpty() ? List.of() : List.of(aliases.split(" "));
        this.root = root;
        this.firmwareMinimum = firmwareMinimum;
    }

    /** AMD's name of the product line: in certificates, in requests to AMD's key service, and for people. */
    public String product() {
        return product;
    }

    /** The CPUID family, base and extended together. */
    public int family() {
        return family;
    }

    /** The CPUID models, base and extended together. */
    public List<ModelRange> models() {
        return models;
    }

    /** How its TCB versions are laid out; empty for generations without SNP. */
    public Optional<TcbLayout> tcbLayout() {
        return Optional.ofNullable(layout);
    }

    /** The oldest version of the attestation report that it makes; 0 for generations without SNP. */
    public int firstReport() {
        return firstReport;
    }

    /** Whether real reports of it were seen to be as this table says. */
    public boolean verified() {
        return layout == null || layout.verified();
    }

    /** Whether it has SEV-SNP. */
    public boolean snp() {
        return layout != null;
    }

    /** How many bytes of a chip id are used, 8 or 64; the others are zero. 0 for generations without SNP. */
    public int hardwareIdLength() {
        return hardwareIdLength;
    }

    /** What AMD's security bulletins ask of its SEV-SNP firmware; empty where none is known. */
    public Optional<FirmwareMinimum> firmwareMinimum() {
        return Optional.ofNullable(firmwareMinimum);
    }

    /** The product line and the other names under which its processors are sold. */
    public List<String> names() {
        return Stream.concat(Stream.of(product), aliases.stream()).toList();
    }

    /** The SHA-384 digest of the root's public key, 48 bytes; empty when no root of AMD's is known. */
    public Optional<Bytes> rootFingerprint() {
        return Optional.of(root).filter(digest -> !digest.isEmpty()).map(Bytes::ofHex);
    }

    /**
     * The SHA-384 digest of the root's public key, 48 bytes.
     *
     * @throws org.cloister.api.CloisterException {@code generation.root} when no root of AMD's is known
     */
    public Bytes requireRoot() {
        return rootFingerprint()
                .orElseThrow(() -> Problem.input(
                                TcbCodes.GENERATION_ROOT,
                                "no root certificate of AMD's is known for " + product
                                        + ", so nothing that it signs can be verified")
                        .at(product)
                        .remedy("name a root that you trust yourself")
                        .exception());
    }

    /**
     * Whether a certificate's product name stands for this generation: the product line, alone or with a stepping as in
     * {@code Milan-B0}. Certificates of Bergamo and Siena are taken to say Genoa, as requests for them do: unverified.
     */
    public boolean namedBy(String productName) {
        if (!productName.startsWith(product)) {
            return false;
        }
        String rest = productName.substring(product.length());
        return rest.isEmpty() || STEPPING.matcher(rest).matches();
    }

    /** Whether a processor of a family and model is of this generation. */
    public boolean includes(int cpuFamily, int cpuModel) {
        return cpuFamily == family && models.stream().anyMatch(range -> range.contains(cpuModel));
    }
}
