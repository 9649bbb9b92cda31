package columns

import (
	"strings"
	"unicode"
)

// known are headers as people write them, in small letters without spaces,
// dashes and underscores.
var known = map[Role]string{
	Key:      "id recid recordid uniqueid uid rowid pk key recordno rownumber rowno serial serialno index idx recordnumber caseid 编号 序号 记录号 记录编号 档案号 档案编号 主键 行号 流水号",
	Given:    "givenname given firstname first forename fname christianname givennames forenames gname middlename middle mname namefirst prenom vorname nombre 名 名字",
	Family:   "surname familyname lastname last lname family sname secondname maidenname namelast nachname apellido 姓 姓氏",
	Full:     "name fullname personname customername residentname patientname clientname holder contactname 姓名 名称 居民姓名 人员姓名 老人姓名 户主 户主姓名 联系人 联系人姓名 名字全称 本人姓名 客户姓名 患者姓名 真实姓名",
	Birth:    "dob dateofbirth birthdate birth birthday bdate born birthdt dobirth datebirth birthdayte 出生日期 生日 出生年月 出生年月日 出生 出生时间",
	Sex:      "sex gender sexcode 性别",
	Resident: "residentid idcard idcardno idcardnumber idnumber identitycard chineseid nationalid citizenid 身份证 身份证号 身份证号码 公民身份号码 公民身份证号码 证件号 证件号码 身份证件号码 居民身份证号 身份证明号码",
	Number:   "ssn socsecid socialsecurity socialsecuritynumber soc nhsnumber nhs medicare medicareno medicalrecordnumber mrn passport passportno licence licenseno drivinglicence taxid tin nino accountno accountnumber membership memberno membernumber patientid customerid employeeid studentid code 社保号 社保卡号 医保号 医保卡号 护照号 工号 学号 会员号 卡号 账号 残疾证号 统一社会信用代码",
	Phone:    "phone phonenumber phoneno telephone tel mobile mobilephone mobileno mobilenumber cell cellphone contact contactnumber homephone workphone telno fax 电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 移动电话 固定电话 座机 联系手机",
	Email:    "email emailaddress mail emailid 邮箱 电子邮箱 电子邮件 邮件",
	House:    "streetnumber streetno housenumber houseno house number unit unitno flat flatno apartment apt building buildingno room roomno aptno 门牌 门牌号 楼栋 栋 楼号 单元 单元号 房号 室 房间号 楼栋号 幢",
	Street:   "address1 address2 address3 addr1 addr2 addr3 street streetname streetaddress addressline1 addressline2 addressline3 addressline road line1 line2 路 街 街路 街路巷 道路 小区 小区名称",
	Address:  "address addr fulladdress homeaddress residentialaddress mailingaddress postaladdress location 地址 住址 家庭住址 现住址 居住地址 详细地址 户籍地址 家庭地址 通讯地址 联系地址 现居住地 常住地址 户籍地 户口所在地",
	Place:    "suburb city town locality village municipality citytown placename place birthplace postcity district community 城市 市 区 区县 县 镇 乡镇 街道 社区 村 居委 村居 所属社区 所属街道 籍贯 出生地",
	Postcode: "postcode zip zipcode postalcode pcode postcodefake 邮编 邮政编码",
	State:    "state province region county country stateprovince territory 省 省份 自治区 国家 民族",
}

var byHeader = func() map[string]Role {
	m := map[string]Role{}
	for r, words := range known {
		for _, w := range strings.Fields(words) {
			m[w] = r
		}
	}
	return m
}()

// plainHeader keeps letters and digits, small.
func plainHeader(h string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, h)
}

// endings are looked for in headers that are not known whole, the surest first.
var endings = []struct {
	part string
	role Role
}{
	{"身份证", Resident}, {"证件号", Resident}, {"姓名", Full}, {"出生", Birth}, {"生日", Birth}, {"性别", Sex}, {"手机", Phone}, {"电话", Phone}, {"邮箱", Email}, {"邮编", Postcode}, {"门牌", House}, {"住址", Address}, {"地址", Address}, {"社区", Place}, {"街道", Place},
	{"dateofbirth", Birth}, {"birthdate", Birth}, {"birthday", Birth}, {"dob", Birth}, {"email", Email}, {"phone", Phone}, {"mobile", Phone}, {"postcode", Postcode}, {"zipcode", Postcode}, {"zip", Postcode},
	{"socialsec", Number}, {"socsec", Number}, {"ssn", Number}, {"surname", Family}, {"lastname", Family}, {"familyname", Family}, {"firstname", Given}, {"givenname", Given}, {"forename", Given},
	{"gender", Sex}, {"fullname", Full}, {"streetno", House}, {"housen", House}, {"address", Address}, {"street", Street}, {"suburb", Place}, {"city", Place}, {"town", Place}, {"province", State}, {"state", State},
}

// byName is the role that a header speaks of; Text when it says nothing.
func byName(header string) Role {
	h := plainHeader(header)
	if r, ok := byHeader[h]; ok {
		return r
	}
	if r, ok := byHeader[strings.TrimRight(h, "0123456789ablr")]; ok && len(h) > 3 {
		return r
	}
	for _, e := range endings {
		if strings.Contains(h, e.part) {
			return e.role
		}
	}
	return Text
}
