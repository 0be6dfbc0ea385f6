// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import org.cloister.amd.report.ReportVersion;

/**
 * What a generation with SEV-SNP has beside the others. Immutable.
 *
 * @param tcb TCB_VERSION of the emulated firmware unless another is configured, raw 64 bits
 * @param chipProduct the product that the certificate of a chip's key names, with a stepping where AMD's has one
 * @param extensionVersion the version of AMD's extensions in the certificate of a key
 * @param reportVersion of its reports unless another is configured
 * @param features of its firmware, of the constants in {@link FeatureInfo}
 */
record SnpModel(long tcb, String chipProduct, int extensionVersion, ReportVersion reportVersion, int features) {}
