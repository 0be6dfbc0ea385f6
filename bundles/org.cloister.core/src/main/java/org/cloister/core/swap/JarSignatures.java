// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Whether the signatures in a jar hold. Java leaves out in silence what it does not take: a damaged signature, one by
 * an algorithm that it has disabled, an entry that is gone. So each signature file has to have signed all that it
 * names.
 */
final class JarSignatures {
    private static final Pattern FILE = Pattern.compile("META-INF/[^/]+[.]SF", Pattern.CASE_INSENSITIVE);
    private static final List<String> BLOCKS = List.of(".RSA", ".EC", ".DSA");
    private static final String ALGORITHMS =
            "the signature is damaged, or Java does not take its algorithms any more (jdk.jar.disabledAlgorithms)";

    private final JarFile jar;
    private final Map<String, List<CodeSigner>> signed;

    /**
     * Looks at a jar.
     *
     * @param signed who signed each entry, as Java says after reading it
     */
    JarSignatures(JarFile jar, Map<String, List<CodeSigner>> signed) {
        this.jar = jar;
        this.signed = signed;
    }

    /** What is wrong with the signatures; empty where all of them hold, or there are none. */
    Optional<String> fault() throws IOException {
        for (String name : signatureFiles()) {
            Optional<String> fault = fault(name);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private List<String> signatureFiles() {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> FILE.matcher(name).matches())
                .sorted()
                .toList();
    }

    private Optional<String> fault(String file) throws IOException {
        Optional<ZipEntry> block = block(file);
        if (block.isEmpty()) {
            return Optional.of(file + " without its signature block beside it");
        }
        Set<Certificate> signers = certificates(block.get());
        List<String> entries = named(file);
        for (String entry : entries) {
            if (!signed.containsKey(entry)) {
                return Optional.of(entry + " was signed and is missing");
            }
            if (signed.get(entry).stream().noneMatch(signer -> signers.contains(certificate(signer)))) {
                return Optional.of(entry + " is not taken for signed by " + file + ": " + ALGORITHMS);
            }
        }
        return entries.isEmpty() ? Optional.of(file + " signs no entry") : Optional.empty();
    }

    private Optional<ZipEntry> block(String file) {
        String base = file.substring(0, file.length() - ".SF".length()).toUpperCase(Locale.ROOT);
        return jar.stream()
                .filter(entry -> BLOCKS.stream()
                        .anyMatch(ending ->
                                entry.getName().toUpperCase(Locale.ROOT).equals(base + ending)))
                .map(ZipEntry.class::cast)
                .findFirst();
    }

    /** What lies in a signature block; nothing where it cannot be read. */
    private Set<Certificate> certificates(ZipEntry block) throws IOException {
        try (InputStream in = jar.getInputStream(block)) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(in.readAllBytes()));
            return new HashSet<>(found);
        } catch (CertificateException e) {
            return Set.of();
        }
    }

    /** The entries that a signature file signs. A section without a digest describes a package and no entry. */
    private List<String> named(String file) throws IOException {
        Map<String, Attributes> sections = jar.getManifest().getEntries();
        List<String> names = new ArrayList<>();
        try (InputStream in = jar.getInputStream(jar.getEntry(file))) {
            for (String name : new Manifest(in).getEntries().keySet()) {
                Attributes section = sections.get(name);
                if (section == null || digested(section)) {
                    names.add(plain(name));
                }
            }
        }
        return names;
    }

    private static boolean digested(Attributes section) {
        return section.keySet().stream()
                .anyMatch(key -> key.toString().toUpperCase(Locale.ROOT).endsWith("-DIGEST"));
    }

    /** Java takes names in manifests as liberally. */
    private static String plain(String name) {
        String relative = name.startsWith("./") ? name.substring(2) : name;
        return relative.startsWith("/") ? relative.substring(1) : relative;
    }

    /** Of the one who signed, not of those who vouch for it. */
    static Certificate certificate(CodeSigner signer) {
        return signer.getSignerCertPath().getCertificates().get(0);
    }

    /** Those who signed an entry. */
    static List<CodeSigner> of(CodeSigner... signers) {
        return signers == null ? List.of() : Arrays.asList(signers);
    }

    /** Whether an entry is a part of the signatures themselves, which nobody can sign. */
    static boolean related(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean direct = upper.startsWith("META-INF/") && upper.lastIndexOf('/') == "META-INF/".length() - 1;
        return direct
                && (upper.equals(JarFile.MANIFEST_NAME)
                        || upper.startsWith("META-INF/SIG-")
                        || Stream.concat(Stream.of(".SF"), BLOCKS.stream()).anyMatch(upper::endsWith));
    }
}
