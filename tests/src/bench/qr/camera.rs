//! A simulated camera: where the code lies, how it is lit, how sharp the lens is, what the sensor adds.
//!
//! In the order in which light goes: the plane of the code is tilted and turned before the lens; glare and a low contrast
//! change what leaves it; the lens blurs; the sensor counts with noise. Each picture has a little of everything (a hand
//! is never still), and much of the one difficulty that it is about.

use super::Code;

/// Modules of quiet zone around a code (ISO/IEC 18004).
const QUIET: f32 = 4.0;

/// Pixels a module where nothing else is said: a phone of average size at 25 cm in a picture 640 pixels wide.
const USUAL_PIXELS: f32 = 4.0;

/// Samples a pixel and axis, so that edges fall between pixels as they do on a sensor.
const SAMPLES: u8 = 3;

/// What makes a picture hard to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difficulty {
    Size,
    Blur,
    Rotation,
    Perspective,
    Contrast,
    Glare,
}

impl Difficulty {
    pub const ALL: [Self; 6] = [Self::Size, Self::Blur, Self::Rotation, Self::Perspective, Self::Contrast, Self::Glare];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Blur => "blur",
            Self::Rotation => "rotation",
            Self::Perspective => "perspective",
            Self::Contrast => "contrast",
            Self::Glare => "glare",
        }
    }

    /// From usual to hopeless.
    pub const fn strengths(self) -> &'static [f32] {
        match self {
            Self::Size => &[6.0, 4.0, 3.0, 2.5, 2.0, 1.5],
            Self::Blur => &[0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5],
            Self::Rotation => &[5.0, 15.0, 30.0, 45.0, 90.0, 200.0],
            Self::Perspective => &[10.0, 20.0, 30.0, 40.0, 50.0],
            Self::Contrast => &[0.5, 0.25, 0.15, 0.1, 0.06],
            Self::Glare => &[0.1, 0.15, 0.2, 0.25, 0.3],
        }
    }

    /// A strength in words.
    pub fn says(self, strength: f32) -> String {
        match self {
            Self::Size => format!("size: {strength} pixels a module"),
            Self::Blur => format!("blur: sigma {strength} module"),
            Self::Rotation => format!("rotation: {strength} degrees"),
            Self::Perspective => format!("perspective: {strength} degrees of tilt"),
            Self::Contrast => format!("contrast: {:.0} % of full", strength * 100.0),
            Self::Glare => format!("glare: spot of {:.0} % of the side", strength * 100.0),
        }
    }
}

/// A square picture in grey.
pub struct Picture {
    pub side: usize,
    pub luma: Vec<u8>,
}

/// Takes a picture.
pub fn take(code: &Code, difficulty: Difficulty, strength: f32, seed: u64) -> Picture {
    let mut chance = fastrand::Rng::with_seed(seed * 1_009 + difficulty as u64 * 101);
    let given = |about: Difficulty, usual: f32| if about == difficulty { strength } else { usual };
    let pixels = given(Difficulty::Size, USUAL_PIXELS);
    let turn = given(Difficulty::Rotation, 0.0) + between(&mut chance, -3.0, 3.0);
    let view = View {
        pixels,
        turn: turn.to_radians(),
        tilt: given(Difficulty::Perspective, 3.0).to_radians(),
        axis: between(&mut chance, 0.0, std::f32::consts::TAU),
        distance: 3.0 * code.width as f32,
        shift: [between(&mut chance, -0.5, 0.5), between(&mut chance, -0.5, 0.5)],
    };
    let extent = code.width as f32 + 2.0 * QUIET;
    // Turned by any angle, tilted towards the lens, and the table around it.
    let side = (extent * pixels * 1.7) as usize;

    let contrast = given(Difficulty::Contrast, 0.9);
    let glare = given(Difficulty::Glare, 0.0) * extent;
    let spot = [between(&mut chance, -0.25, 0.25) * extent, between(&mut chance, -0.25, 0.25) * extent];
    let light = |[x, y]: [f32; 2]| {
        let inside = x.abs() < extent / 2.0 && y.abs() < extent / 2.0;
        let half = code.width as f32 / 2.0;
        let dark = code.is_dark((x + half).floor() as i32, (y + half).floor() as i32);
        let paper = if inside { 0.5 + contrast / 2.0 } else { 0.45 };
        let shown = if dark { 0.5 - contrast / 2.0 } else { paper };
        let far = ((x - spot[0]).powi(2) + (y - spot[1]).powi(2)).sqrt();
        // Saturated in the middle, fading over as much again.
        let washed = if glare > 0.0 { (2.0 - 2.0 * far / glare).clamp(0.0, 1.0) } else { 0.0 };
        shown + (1.0 - shown) * washed
    };
    let mut image = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            image.push(pixel([x, y], side, &view, &light));
        }
    }
    blur(&mut image, side, given(Difficulty::Blur, 0.15) * pixels);
    let luma = image.iter().map(|light| (light * 255.0 + noise(&mut chance) * 2.5).round().clamp(0.0, 255.0) as u8);
    Picture { side, luma: luma.collect() }
}

/// How the code lies before the lens.
struct View {
    pixels: f32,
    turn: f32,
    tilt: f32,
    axis: f32,
    /// From the lens to the code, in modules.
    distance: f32,
    shift: [f32; 2],
}

impl View {
    /// The point of the code's plane, in modules from its middle, that is seen at a point of the picture, in pixels from
    /// its own.
    fn behind(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [x, y] = [x / self.pixels - self.shift[0], y / self.pixels - self.shift[1]];
        // A ray through (x, y, distance) meets the plane that is tilted about the axis.
        let [along, across] = rotated([x, y], -self.axis);
        let (sine, cosine) = self.tilt.sin_cos();
        let scale = self.distance / (self.distance * cosine - across * sine).max(1.0);
        rotated(rotated([along * cosine * scale, across * scale], self.axis), -self.turn)
    }
}

fn rotated([x, y]: [f32; 2], angle: f32) -> [f32; 2] {
    let (sine, cosine) = angle.sin_cos();
    [x * cosine - y * sine, x * sine + y * cosine]
}

fn pixel([x, y]: [usize; 2], side: usize, view: &View, light: &impl Fn([f32; 2]) -> f32) -> f32 {
    let middle = side as f32 / 2.0;
    let mut sum = 0.0;
    for down in 0..SAMPLES {
        for right in 0..SAMPLES {
            let within = |sample: u8| (f32::from(sample) + 0.5) / f32::from(SAMPLES);
            sum += light(view.behind([x as f32 + within(right) - middle, y as f32 + within(down) - middle]));
        }
    }
    sum / f32::from(SAMPLES * SAMPLES)
}

/// A Gaussian, one axis after the other; beyond the edge the picture goes on as it ends.
fn blur(image: &mut [f32], side: usize, sigma: f32) {
    let reach = (sigma * 3.0).ceil() as isize;
    let weights: Vec<f32> = (-reach..=reach).map(|at| (-(at * at) as f32 / (2.0 * sigma * sigma)).exp()).collect();
    let total: f32 = weights.iter().sum();
    for [step, line] in [[1, side], [side, 1]] {
        let before = image.to_vec();
        for (at, pixel) in image.iter_mut().enumerate() {
            let (place, start) = ((at / step) % side, (at / line) % side * line);
            let sum: f32 = weights
                .iter()
                .zip(-reach..)
                .map(|(weight, offset)| {
                    let place = place.saturating_add_signed(offset).min(side - 1);
                    weight * before.get(start + place * step).copied().unwrap_or_default()
                })
                .sum();
            *pixel = sum / total;
        }
    }
}

fn between(chance: &mut fastrand::Rng, low: f32, high: f32) -> f32 {
    low + chance.f32() * (high - low)
}

/// Nearly normal, of variance one.
fn noise(chance: &mut fastrand::Rng) -> f32 {
    (0..12).map(|_| chance.f32()).sum::<f32>() - 6.0
}
