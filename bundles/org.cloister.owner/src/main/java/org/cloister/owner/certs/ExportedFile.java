// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.certs;

import org.cloister.api.Bytes;

/**
 * A file that a certificate table comes apart into. Immutable.
 *
 * @param name its name, without a folder
 * @param content what is to be in it
 * @param origin what it is, in a few words
 */
public record ExportedFile(String name, Bytes content, String origin) {}
