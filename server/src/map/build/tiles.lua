-- What of OpenStreetMap a town's map shows, in layers and attributes of the OpenMapTiles schema, so that one style draws
-- these tiles and those of an online source. Less than the schema: a phone downloads it whole.
--
-- tilemaker 2 calls these functions with an object, tilemaker 3 without: `of` makes them alike.

local function of(object)
	if object then return object end
	return setmetatable({}, { __index = function(_, name)
		local act = _G[name]
		return function(_, ...) return act(...) end
	end })
end

local function set(list)
	local all = {}
	for _, name in ipairs(list) do all[name] = true end
	return all
end

node_keys = { "addr:housenumber", "place", "amenity", "leisure", "railway", "tourism", "shop", "highway", "historic", "office", "natural" }

local roads = {
	motorway = { "motorway", 5 }, motorway_link = { "motorway", 10 },
	trunk = { "trunk", 6 }, trunk_link = { "trunk", 10 },
	primary = { "primary", 7 }, primary_link = { "primary", 11 },
	secondary = { "secondary", 9 }, secondary_link = { "secondary", 11 },
	tertiary = { "tertiary", 11 }, tertiary_link = { "tertiary", 12 },
	unclassified = { "minor", 12 }, residential = { "minor", 12 }, living_street = { "minor", 12 }, road = { "minor", 12 },
	pedestrian = { "path", 12 }, service = { "service", 13 }, busway = { "busway", 12 },
	track = { "track", 13 }, cycleway = { "path", 13 }, footway = { "path", 14 }, path = { "path", 13 },
	bridleway = { "path", 14 }, steps = { "path", 14 },
}

local height = { motorway = 9, trunk = 8, primary = 6, secondary = 5, tertiary = 4 }

local places = {
	city = 5, town = 7, village = 9, suburb = 11, quarter = 12, neighbourhood = 13, hamlet = 12,
	isolated_dwelling = 14, locality = 14, square = 14, island = 10, islet = 13,
}

local land = {
	wood = "wood", forest = "wood", wetland = "wetland", beach = "sand", sand = "sand", bare_rock = "rock", scree = "rock",
	farmland = "farmland", orchard = "farmland", vineyard = "farmland", plant_nursery = "farmland",
	grassland = "grass", heath = "grass", scrub = "grass", grass = "grass", meadow = "grass", allotments = "grass",
	park = "grass", garden = "grass", village_green = "grass", recreation_ground = "grass", golf_course = "grass",
}

local uses = set { "residential", "commercial", "industrial", "retail", "railway", "cemetery", "military", "school",
	"university", "college", "kindergarten", "hospital", "stadium", "pitch", "playground", "track" }

-- Where young people go, and what one finds one's way by: tag, value, class, rank (the lower the sooner shown).
local points = {
	railway = { station = { "railway", 1 }, halt = { "railway", 2 }, tram_stop = { "railway", 6 } },
	amenity = {
		hospital = { "hospital", 2 }, clinic = { "hospital", 8 }, doctors = { "doctors", 14 }, dentist = { "dentist", 16 },
		pharmacy = { "pharmacy", 8 }, townhall = { "town_hall", 3 }, courthouse = { "town_hall", 8 },
		community_centre = { "town_hall", 8 }, social_facility = { "town_hall", 10 }, library = { "library", 4 },
		university = { "college", 3 }, college = { "college", 3 }, school = { "school", 5 }, kindergarten = { "school", 14 },
		music_school = { "music", 9 }, theatre = { "theatre", 5 }, cinema = { "cinema", 5 }, arts_centre = { "art_gallery", 6 },
		police = { "police", 6 }, fire_station = { "fire_station", 9 }, post_office = { "post", 7 },
		bus_station = { "bus", 3 }, bicycle_rental = { "bicycle_rental", 12 }, marketplace = { "grocery", 9 },
		restaurant = { "restaurant", 18 }, fast_food = { "fast_food", 18 }, cafe = { "cafe", 17 }, bar = { "bar", 20 },
		pub = { "beer", 20 }, bank = { "bank", 18 }, place_of_worship = { "place_of_worship", 15 }, parking = { "parking", 22 },
		toilets = { "toilets", 22 }, drinking_water = { "drinking_water", 24 }, swimming_pool = { "swimming", 6 },
	},
	leisure = {
		stadium = { "stadium", 4 }, sports_centre = { "stadium", 5 }, swimming_pool = { "swimming", 7 }, ice_rink = { "ice_rink", 7 },
		park = { "park", 4 }, garden = { "park", 8 }, playground = { "playground", 14 }, pitch = { "pitch", 20 },
		fitness_centre = { "stadium", 12 }, skatepark = { "pitch", 9 },
	},
	tourism = { museum = { "museum", 5 }, gallery = { "art_gallery", 9 }, hostel = { "lodging", 10 }, hotel = { "lodging", 16 },
		information = { "information", 16 }, zoo = { "zoo", 5 }, attraction = { "attraction", 8 }, camp_site = { "campsite", 12 } },
	historic = { castle = { "castle", 7 }, monument = { "castle", 12 } },
	highway = { bus_stop = { "bus", 12 } },
	office = { government = { "town_hall", 9 }, employment_agency = { "town_hall", 8 }, association = { "office", 16 } },
}

local function name(thing)
	local said = thing:Find("name")
	if said ~= "" then
		thing:Attribute("name", said)
		thing:Attribute("name:latin", said)
	end
end

-- Ground in square metres below which something is shown from that zoom on.
local function by_area(thing)
	local area = thing:Area()
	if     area > 5000000 then thing:MinZoom(7)
	elseif area > 1000000 then thing:MinZoom(9)
	elseif area > 200000  then thing:MinZoom(10)
	elseif area > 40000   then thing:MinZoom(11)
	elseif area > 8000    then thing:MinZoom(12)
	elseif area > 1500    then thing:MinZoom(13)
	else                       thing:MinZoom(14) end
end

local function poi(thing, centre)
	if not thing:Holds("name") then return end
	local class, rank, kind
	for key, values in pairs(points) do
		local value = thing:Find(key)
		local found = values[value]
		if found and (not rank or found[2] < rank) then class, rank, kind = found[1], found[2], value end
	end
	if not class and thing:Holds("shop") then class, rank, kind = "shop", 17, thing:Find("shop") end
	if not class then return end
	if centre then thing:LayerAsCentroid("poi") else thing:Layer("poi", false) end
	name(thing)
	thing:Attribute("class", class)
	thing:Attribute("subclass", kind)
	thing:AttributeNumeric("rank", rank)
	thing:MinZoom(rank <= 6 and 13 or 14)
end

function node_function(node)
	node = of(node)
	local number = node:Find("addr:housenumber")
	if number ~= "" then
		node:Layer("housenumber", false)
		node:Attribute("housenumber", number)
	end
	local place = node:Find("place")
	if places[place] and node:Holds("name") then
		node:Layer("place", false)
		node:Attribute("class", place)
		node:MinZoom(places[place])
		name(node)
	end
	poi(node, false)
end

function way_function(way)
	way = of(way)
	local closed = way:IsClosed()
	local highway, railway, waterway = way:Find("highway"), way:Find("railway"), way:Find("waterway")
	local building, natural, leisure = way:Find("building"), way:Find("natural"), way:Find("leisure")
	local landuse, amenity = way:Find("landuse"), way:Find("amenity")

	local road = roads[highway]
	-- A square that one walks across is ground, not a line around it.
	if road and not (closed and way:Find("area") == "yes") then
		way:Layer("transportation", false)
		way:Attribute("class", road[1])
		if road[1] == "path" or road[1] == "minor" then way:Attribute("subclass", highway) end
		local over = 0
		if way:Find("bridge") ~= "" and way:Find("bridge") ~= "no" then way:Attribute("brunnel", "bridge"); over = 10
		elseif way:Find("tunnel") ~= "" and way:Find("tunnel") ~= "no" then way:Attribute("brunnel", "tunnel"); over = -10 end
		if highway:sub(-5) == "_link" then way:AttributeNumeric("ramp", 1) end
		if way:Find("oneway") == "yes" then way:AttributeNumeric("oneway", 1) end
		way:ZOrder(over + (height[road[1]] or 3))
		way:MinZoom(road[2])
		local reference = way:Find("ref")
		if way:Holds("name") or reference ~= "" then
			way:Layer("transportation_name", false)
			way:Attribute("class", road[1])
			name(way)
			if reference ~= "" then
				way:Attribute("ref", reference)
				way:AttributeNumeric("ref_length", #reference)
			end
			way:MinZoom(math.max(10, math.min(14, road[2] + 1)))
		end
	elseif road then
		way:Layer("transportation", true)
		way:Attribute("class", road[1])
		way:MinZoom(13)
	end

	if railway == "rail" or railway == "light_rail" or railway == "tram" or railway == "narrow_gauge" or railway == "subway" then
		way:Layer("transportation", false)
		way:Attribute("class", railway == "rail" and "rail" or "transit")
		way:ZOrder(2)
		local service = way:Find("service")
		if service ~= "" then
			way:Attribute("service", service)
			way:MinZoom(13)
		else
			way:MinZoom(9)
		end
	end

	if not closed and (waterway == "river" or waterway == "canal" or waterway == "stream") then
		way:Layer("waterway", false)
		way:Attribute("class", waterway)
		name(way)
		way:MinZoom(waterway == "stream" and 13 or 8)
	end

	if not closed then return end

	if natural == "water" or natural == "bay" or landuse == "reservoir" or landuse == "basin" or waterway == "riverbank" or waterway == "dock" then
		if way:Find("covered") == "yes" then return end
		way:Layer("water", true)
		way:Attribute("class", (way:Find("water") == "river" or waterway ~= "") and "river" or "lake")
		by_area(way)
		if natural == "water" and way:Holds("name") then
			way:LayerAsCentroid("water_name")
			way:Attribute("class", "lake")
			name(way)
			way:MinZoom(13)
		end
		return
	end

	if building ~= "" and building ~= "no" then
		way:Layer("building", true)
		way:MinZoom(way:Area() > 600 and 13 or 14)
		local number = way:Find("addr:housenumber")
		if number ~= "" then
			way:LayerAsCentroid("housenumber")
			way:Attribute("housenumber", number)
		end
	end

	local ground = landuse ~= "" and landuse or natural ~= "" and natural or leisure
	if land[ground] then
		way:Layer("landcover", true)
		way:Attribute("class", land[ground])
		way:Attribute("subclass", ground)
		by_area(way)
	else
		local use = uses[landuse] and landuse or uses[amenity] and amenity or uses[leisure] and leisure
		if use then
			way:Layer("landuse", true)
			way:Attribute("class", use)
			by_area(way)
		end
	end

	if way:Find("boundary") == "national_park" or leisure == "nature_reserve" then
		way:Layer("park", true)
		way:Attribute("class", leisure == "nature_reserve" and leisure or "national_park")
		by_area(way)
	end

	if way:Find("aeroway") ~= "" then
		way:Layer("aeroway", true)
		way:Attribute("class", way:Find("aeroway"))
	end

	poi(way, true)
end
