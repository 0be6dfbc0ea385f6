// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

/**
 * One field of a structure, as it is shown. Immutable.
 *
 * @param name in the words of AMD's specification
 * @param offset bytes from the beginning of the outermost structure, which is the file where one is shown
 * @param size in bytes
 * @param value what the bytes say, as a number or in hexadecimal; never a secret
 * @param meaning what it stands for, in words; empty where the name says it all
 */
public record Field(String name, int offset, int size, String value, String meaning) {}
