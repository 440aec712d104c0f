// Slow, independent computation of loss and gradient, for comparison.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/host/train/reference.h"

#include <math.h>
#include <stdlib.h>

static double *zeros(size_t count)
{
    return calloc(count, sizeof(double));
}

double reference_add(const hx_network *net, const float *const weights[HX_LAYER_COUNT],
                     const hx_sample *sample, const hx_observation *seen,
                     const hx_regularisers *reg, size_t batch,
                     double *const gradient[HX_LAYER_COUNT])
{
    size_t I = net->inputs, H = net->hidden, O = net->outputs, T = net->steps;
    double a0 = exp(-net->step_us / net->tau_syn_us[0]),
           b0 = exp(-net->step_us / net->tau_mem_us[0]);
    double a1 = exp(-net->step_us / net->tau_syn_us[1]),
           b1 = exp(-net->step_us / net->tau_mem_us[1]);
    double *x = zeros(T * I), *i = zeros(T * H), *u = zeros(T * H), *s = zeros(T * H);
    double *j = zeros(T * O), *y = zeros(T * O);
    for (size_t k = 0; k < sample->spike_count; k++) {
        double place = floor(sample->spikes[k].time_us / net->step_us);
        if (place < 0 || place >= (double)T)
            continue;
        double left = (place + 1) * net->step_us - sample->spikes[k].time_us;
        x[(size_t)place * I + sample->spikes[k].unit] += exp(-left / net->tau_syn_us[0]);
    }
    for (size_t n = 0; n < T; n++) {
        for (size_t h = 0; h < H; h++) {
            if (n > 0) {
                i[n * H + h] = a0 * i[(n - 1) * H + h];
                for (size_t k = 0; k < I; k++)
                    i[n * H + h] += weights[0][k * H + h] * x[(n - 1) * I + k];
                for (size_t k = 0; net->recurrent && k < H; k++)
                    i[n * H + h] += weights[2][k * H + h] * s[(n - 1) * H + k];
                double kept = s[(n - 1) * H + h] > 0 ? 0.0 : u[(n - 1) * H + h];
                u[n * H + h] = b0 * kept + (1 - b0) * i[(n - 1) * H + h];
            }
            s[n * H + h] = u[n * H + h] > net->threshold;
            if (seen) {
                u[n * H + h] = seen->hidden_voltage[n * H + h];
                s[n * H + h] = seen->hidden_spikes[n * H + h];
            }
        }
        for (size_t o = 0; o < O; o++) {
            if (n > 0) {
                j[n * O + o] = a1 * j[(n - 1) * O + o];
                for (size_t h = 0; h < H; h++)
                    j[n * O + o] += weights[1][h * O + o] * s[(n - 1) * H + h];
                y[n * O + o] = b1 * y[(n - 1) * O + o] + (1 - b1) * j[(n - 1) * O + o];
            }
            if (seen)
                y[n * O + o] = seen->output_voltage[n * O + o];
        }
    }
    // Loss and its derivative by the outputs.
    double *gy = zeros(T * O), *gj = zeros((T + 1) * O), *gi = zeros((T + 1) * H);
    double *gu = zeros((T + 1) * H), *score = zeros(O), sum = 0, loss;
    size_t *peak = calloc(O, sizeof *peak);
    for (size_t o = 0; o < O; o++) {
        peak[o] = net->score_from;
        for (size_t n = net->score_from; n < T; n++)
            if (y[n * O + o] > y[peak[o] * O + o])
                peak[o] = n;
        score[o] = net->score_scale * y[peak[o] * O + o];
        if (net->score_mean) {
            score[o] = 0;
            for (size_t n = net->score_from; n < T; n++)
                score[o] += net->score_scale * y[n * O + o] / (double)(T - net->score_from);
        }
        sum += exp(score[o]);
    }
    loss = log(sum) - score[sample->label];
    for (size_t o = 0; o < O; o++) {
        double slope = exp(score[o]) / sum - (o == sample->label);
        slope += reg->readout * 2 * score[o] / (double)O;
        slope *= net->score_scale / (double)batch;
        for (size_t n = net->score_from; n < T; n++)
            gy[n * O + o] += net->score_mean ? slope / (double)(T - net->score_from)
                             : n == peak[o]  ? slope
                                             : 0;
    }
    for (size_t n = T; n-- > 0;) {
        for (size_t o = 0; o < O; o++) {
            double after = n + 1 < T ? gy[(n + 1) * O + o] : 0;
            gy[n * O + o] += b1 * after;
            gj[n * O + o] = (1 - b1) * after + a1 * gj[(n + 1) * O + o];
        }
        for (size_t h = 0; h < H; h++) {
            double count = 0, gs = 0;
            for (size_t m = 0; m < T; m++)
                count += s[m * H + h];
            gs = reg->burst * 2 * count / (double)(batch * H);
            for (size_t o = 0; o < O; o++) {
                gs += weights[1][h * O + o] * gj[(n + 1) * O + o];
                gradient[1][h * O + o] += s[n * H + h] * gj[(n + 1) * O + o];
            }
            for (size_t k = 0; net->recurrent && k < H; k++) {
                gs += weights[2][h * H + k] * gi[(n + 1) * H + k];
                gradient[2][h * H + k] += s[n * H + h] * gi[(n + 1) * H + k];
            }
            for (size_t k = 0; k < I; k++)
                gradient[0][k * H + h] += x[n * I + k] * gi[(n + 1) * H + h];
            double distance = fabs(u[n * H + h] - net->threshold);
            if (s[n * H + h] > 0 && u[n * H + h] < net->threshold)
                distance = 0;
            double surrogate = 1 / ((1 + net->beta * distance) * (1 + net->beta * distance));
            double keeps = s[n * H + h] > 0 ? 0 : 1;
            gu[n * H + h] = surrogate * gs + b0 * keeps * gu[(n + 1) * H + h];
            gi[n * H + h] = (1 - b0) * gu[(n + 1) * H + h] + a0 * gi[(n + 1) * H + h];
        }
    }
    double *const all[] = {x, i, u, s, j, y, gy, gj, gi, gu, score};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        free(all[k]);
    free(peak);
    return loss;
}
