// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

/** Codes of problems of launch measurements; see {@link org.cloister.api.ProblemCodes}. */
final class MeasureCodes {
    /** Input: a part of a launch measurement has the wrong length. */
    static final String MEASURE_LENGTH = "measure.length";

    /** Input: a number of a launch measurement is out of range. */
    static final String MEASURE_VALUE = "measure.value";

    private MeasureCodes() {}
}
